import React, { useState } from 'react';
import { ApiClient, useNotice, type BasePropertyProps } from 'adminjs';
import { shell } from './shell';

interface Asked {
  name: string;
  label: string;
  kind?: string;
  required?: boolean;
}

interface Act {
  name: string;
  label: string;
  says: string;
  final?: true;
  area: string;
  right: string;
  asks?: Asked[];
  when?: { column: string; is: string[] };
}

/** What may be done to the record. It posts: what changes something is never a link. */
const Acts: React.FC<BasePropertyProps> = ({ property, record, resource }) => {
  const { acts } = property.custom as unknown as { acts: Act[] };
  if (!record) return null;
  const { rights } = shell();
  const open = acts
    .filter(({ area, right }) => rights.includes(`${right} ${area}`))
    .filter(({ when }) => !when || when.is.includes(String(record.params[when.column])));
  if (open.length === 0) return null;
  return (
    <section className="acts" aria-label="Actions">
      {open.map((act) => (
        <One key={act.name} act={act} recordId={record.id} resourceId={resource.id} />
      ))}
    </section>
  );
};

interface OneProps {
  act: Act;
  recordId: string;
  resourceId: string;
}

const One: React.FC<OneProps> = ({ act, recordId, resourceId }) => {
  const [busy, setBusy] = useState(false);
  const [shown, setShown] = useState<string>();
  const notice = useNotice();

  const post = async (event: React.FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (act.final && !confirm(`${act.label}? ${act.says}`)) return;
    const data = new FormData(event.currentTarget);
    setBusy(true);
    try {
      const asked = { resourceId, recordId, actionName: act.name, method: 'POST' as const, data };
      const { data: answer } = await new ApiClient().recordAction(asked);
      const { notice: said, shown: once } = answer as typeof answer & { shown?: string };
      if (said) notice(said);
      if (once !== undefined) setShown(once);
      else if (said?.type !== 'error') location.reload();
    } catch {
      notice({ message: 'It could not be done', type: 'error' });
    } finally {
      setBusy(false);
    }
  };

  return (
    <form className="act" data-act={act.name} onSubmit={post}>
      {act.asks?.map(({ name, label, kind = 'text', required }) => (
        <label key={name}>
          {label}
          <input name={name} type={kind} required={required} maxLength={500} />
        </label>
      ))}
      <button type="submit" disabled={busy}>
        {act.label}
      </button>
      <span className="muted">{act.says}</span>
      {shown === undefined ? null : <output>{shown}</output>}
    </form>
  );
};

export default Acts;
