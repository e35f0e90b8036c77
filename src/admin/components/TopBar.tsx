import React from 'react';
import { shell } from './shell';

const MODES: Record<string, string> = { 'local-sandbox': 'Sandbox', test: 'Test', live: 'Live' };

async function signOut(): Promise<void> {
  await fetch('/admin/sign-out', { method: 'POST' });
  location.assign('/admin/sign-in');
}

const TopBar: React.FC<{ toggleSidebar: () => void }> = ({ toggleSidebar }) => {
  const { banner, mode, initials } = shell();
  return (
    <header className="top">
      {banner ? <p className={`banner ${banner.kind}`}>{banner.text}</p> : null}
      <div className="topbar">
        <button type="button" className="menu" onClick={toggleSidebar} aria-label="Places">
          <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
            <path d="M3 5h14M3 10h14M3 15h14" />
          </svg>
        </button>
        <span className={`badge ${mode}`}>{MODES[mode] ?? mode}</span>
        <span className="gap" />
        <span className="person" title="Signed in">
          {initials}
        </span>
        <button type="button" className="quiet" onClick={signOut}>
          Sign out
        </button>
      </div>
    </header>
  );
};

export default TopBar;
