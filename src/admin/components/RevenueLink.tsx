import React, { useEffect } from 'react';

/** AdminJS' own first screen: it only leads to the dashboard. */
const RevenueLink: React.FC = () => {
  useEffect(() => location.replace('/admin/revenue'), []);
  return <a href="/admin/revenue">Go to the dashboard</a>;
};

export default RevenueLink;
