import React from 'react';
import type { BasePropertyProps } from 'adminjs';
import Moment from './Moment';

/** Why an event that was given up may stay so, who said it and when; nothing where nobody did. */
const Dismissal: React.FC<BasePropertyProps> = ({ record }) => {
  const { status, dismissedWhy, dismissedBy, dismissedAt } = record?.params ?? {};
  if (status !== 'dismissed') return null;
  return (
    <section className="dismissal" aria-label="Dismissal">
      <p>{dismissedWhy}</p>
      <p className="muted">
        Given up, and dismissed by {who(String(dismissedBy))}, <Moment at={dismissedAt} full />
      </p>
    </section>
  );
};

/** `admin:<id>`, `key:<id>`: whoever came by the link of a start has no id. */
function who(actor: string): string {
  const [kind, id = ''] = actor.split(':');
  if (kind === 'key') return `API key ${id.slice(-6)}`;
  if (kind !== 'admin') return 'the engine';
  return id.includes('-') ? `admin ${id.slice(-6)}` : 'whoever signed in by the link of the start';
}

export default Dismissal;
