import { Injectable } from '@nestjs/common';
import { BooksLayer } from './books-layer.service.js';
import { EventsLayer } from './events-layer.service.js';
import type { Comparison, Layer, Window } from './finding.js';
import { MoneyLayer } from './money-layer.service.js';
import { ObjectsLayer } from './objects-layer.service.js';
import { PayoutsLayer } from './payouts-layer.service.js';

/** Told how much of theirs has been looked at. */
export type Compared = (theirs: number) => Promise<void>;

/** How each layer is compared. */
@Injectable()
export class LayerComparisons {
  constructor(
    private readonly events: EventsLayer,
    private readonly money: MoneyLayer,
    private readonly payouts: PayoutsLayer,
    private readonly objects: ObjectsLayer,
    private readonly books: BooksLayer,
  ) {}

  of(layer: Layer, window: Window, compared: Compared): Promise<Comparison> {
    switch (layer) {
      case 'events':
        return this.events.compare(window, compared);
      case 'money':
        return this.money.compare(window, compared);
      case 'payouts':
        return this.payouts.compare(window, compared);
      case 'objects':
        return this.objects.compare(window, compared);
      case 'books':
        return this.books.compare();
    }
  }
}
