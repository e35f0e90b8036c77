/** Of a list that is part of an object so many are shown; all of them where the list's own route is asked. */
const SHOWN = 10;

/** Lists that objects hold, by what holds them. */
const HELD: Readonly<Record<string, string>> = {
  credit_note: 'lines',
  invoice: 'lines',
  subscription: 'items',
  transfer: 'reversals',
};

interface List {
  readonly data: readonly unknown[];
  readonly has_more: boolean;
}

/** An object as answers and events show it: a copy where one of its lists is longer than they show. */
export function shown<T extends { readonly object: string }>(object: T): T {
  const field = HELD[object.object];
  const list = field === undefined ? undefined : (object as unknown as Record<string, List | undefined>)[field];
  if (field === undefined || !list || list.data.length <= SHOWN) return object;
  return { ...object, [field]: beginning(list) };
}

export function beginning<L extends List>(list: L): L {
  return list.data.length <= SHOWN ? list : { ...list, data: list.data.slice(0, SHOWN), has_more: true };
}
