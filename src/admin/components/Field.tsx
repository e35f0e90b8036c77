import React from 'react';

/** A labelled value on a record's page; in a list the value alone. */
const Field: React.FC<{ where: string; label: string; children: React.ReactNode }> = ({ where, label, children }) =>
  where === 'show' ? (
    <div className="field">
      <div className="label">{label}</div>
      <div className="value">{children}</div>
    </div>
  ) : (
    <>{children}</>
  );

export default Field;
