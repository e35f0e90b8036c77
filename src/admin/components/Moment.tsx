import React from 'react';
import { exact, short } from './moment';

const Moment: React.FC<{ at: string | null | undefined; full?: boolean }> = ({ at, full }) =>
  at ? (
    <time dateTime={at} title={exact(at)} className="moment">
      {full ? exact(at) : short(at)}
    </time>
  ) : (
    <>–</>
  );

export default Moment;
