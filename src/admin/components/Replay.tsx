import React, { useState } from 'react';
import { ApiClient, useNotice, type BasePropertyProps } from 'adminjs';
import { shell } from './shell';

/** Folds the event again. It posts: what changes something is never a link. */
const Replay: React.FC<BasePropertyProps> = ({ record, resource }) => {
  const [busy, setBusy] = useState(false);
  const notice = useNotice();
  if (!record || !shell().writes.includes('webhooks')) return null;

  const replay = async (): Promise<void> => {
    setBusy(true);
    try {
      const form = { method: 'POST' as const, data: new FormData() };
      const { data } = await new ApiClient().recordAction({
        resourceId: resource.id,
        recordId: record.id,
        actionName: 'replay',
        ...form,
      });
      notice(data.notice ?? { message: 'Replayed', type: 'success' });
      location.reload();
    } catch {
      notice({ message: 'The event could not be replayed', type: 'error' });
    } finally {
      setBusy(false);
    }
  };

  return (
    <div className="replay">
      <button type="button" onClick={replay} disabled={busy}>
        Replay this event
      </button>
      <span className="muted">Folds it again from the stored body. Books that are right stay as they are.</span>
    </div>
  );
};

export default Replay;
