/** An event of the provider's about an object of its own catalogue. */
export function productEvent(id: string, name = 'Starter'): object {
  const product = { id: `prod_${id}`, object: 'product', name, active: true, description: null, metadata: {} };
  return {
    ...{ id: `evt_${id}`, object: 'event', api_version: '2026-10-28.endive', type: 'product.created' },
    ...{ created: 1_772_000_000, livemode: false },
    data: { object: { ...product, created: 1_772_000_000, updated: 1_772_000_000, livemode: false } },
  };
}
