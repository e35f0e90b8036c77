interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** What the declarations of the installed `stripe` package say of its objects and routes. */
export function stripeSchemas(): {
  readonly objects: Readonly<Record<string, Schema>>;
  readonly routes: readonly { readonly method: string; readonly path: string; readonly params: Schema | null }[];
  readonly definitions: Readonly<Record<string, Schema>>;
};
