import React from 'react';

const NoRecords: React.FC = () => (
  <div className="nothing">
    <p>Nothing here yet, or nothing that matches the filter.</p>
  </div>
);

export default NoRecords;
