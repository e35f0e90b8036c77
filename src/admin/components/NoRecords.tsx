import React from 'react';
import { useLocation } from 'react-router';
import { Link } from 'react-router-dom';
import type { ResourceJSON } from 'adminjs';

/** How the first one comes about, where that is not plain. */
const FIRST: Record<string, string> = {
  billing_intent: 'Each call to the provider appears here as it is made.',
  webhooks_inbox:
    'Point a webhook of your provider to /webhooks/stripe: each of its events appears here as it arrives.',
  webhooks_endpoint: 'An endpoint is told of what happens here: POST /api/v1/webhooks/endpoints makes one.',
  webhooks_delivery: 'What is sent to an endpoint appears here, with each try.',
  platform_parked_event: 'No consumer has failed to take an event.',
};

const NoRecords: React.FC<{ resource: ResourceJSON }> = ({ resource }) => {
  const { search, pathname } = useLocation();
  if ([...new URLSearchParams(search).keys()].some((name) => name.startsWith('filters.'))) {
    return (
      <div className="nothing">
        <p>Nothing matches the filter.</p>
        <p>
          <Link to={pathname}>Clear the filter</Link>
        </p>
      </div>
    );
  }
  return (
    <div className="nothing">
      <p>Nothing here yet.</p>
      {FIRST[resource.id] ? <p>{FIRST[resource.id]}</p> : null}
    </div>
  );
};

export default NoRecords;
