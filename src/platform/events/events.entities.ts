import { Cursor, ParkedEvent } from './consumer.entity.js';
import { StoredEvent } from './event.entity.js';

export const eventsEntities = [StoredEvent, Cursor, ParkedEvent];
