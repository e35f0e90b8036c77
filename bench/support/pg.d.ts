/** As much of node-postgres as the bare servers need; the package itself carries no types. */
declare module 'pg' {
  interface Result<Row> {
    readonly rows: Row[];
  }

  class Client {
    constructor(options: { connectionString: string });
    connect(): Promise<void>;
    query<Row = unknown>(sql: string, values?: readonly unknown[]): Promise<Result<Row>>;
    end(): Promise<void>;
  }

  class Pool {
    constructor(options: { connectionString: string; max: number });
    query<Row = unknown>(sql: string, values?: readonly unknown[]): Promise<Result<Row>>;
    end(): Promise<void>;
  }

  const pg: { readonly Client: typeof Client; readonly Pool: typeof Pool };
  export default pg;
}
