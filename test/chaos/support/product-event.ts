/** An event of the provider's about an object of its own catalogue. */
export function productEvent(id: string, name = 'Starter'): object {
  return { ...about(id, name, 1_772_000_000), id: `evt_${id}`, type: 'product.created' };
}

/** The same object a second later, by another name. */
export function productRenamed(id: string, name: string): object {
  const event = about(id, name, 1_772_000_001);
  return {
    ...{ ...event, id: `evt_${id}_renamed`, type: 'product.updated' },
    data: { ...event.data, previous_attributes: { name: 'Starter', updated: 1_772_000_000 } },
  };
}

/** So many events about as many objects, one after the other. */
export function* productEvents(count: number, name: string): Generator<object> {
  for (let n = 0; n < count; n += 1) yield productEvent(`${name}${n}`);
}

function about(id: string, name: string, updated: number) {
  const product = { id: `prod_${id}`, object: 'product', name, active: true, description: null, metadata: {} };
  return {
    ...{ object: 'event', api_version: '2026-10-28.endive', created: updated, livemode: false },
    data: { object: { ...product, created: 1_772_000_000, updated, livemode: false } },
  };
}
