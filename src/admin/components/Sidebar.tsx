import React from 'react';
import { useLocation } from 'react-router';
import { Link } from 'react-router-dom';
import { shell } from './shell';

/** The same places as on the dashboard, filtered by what the person may see. */
const Sidebar: React.FC<{ isVisible: boolean }> = ({ isVisible }) => {
  const { pathname } = useLocation();
  const places = shell().places;
  const groups = [...new Set(places.map(({ group }) => group))];
  return (
    <nav className={isVisible ? 'places open' : 'places'} aria-label="Places">
      <a className="brand" href="/admin/revenue">
        <img src="/admin/page/mark.svg" alt="" width="24" height="24" />
        Revenue Engine
      </a>
      {groups.map((group) => (
        <div key={group} className="group">
          <h2>{group}</h2>
          <ul>
            {places
              .filter((place) => place.group === group)
              .map(({ label, href }) => (
                <li key={href}>
                  {href.startsWith('/admin/resources/') ? (
                    <Link to={href} aria-current={pathname.startsWith(href) ? 'page' : undefined}>
                      {label}
                    </Link>
                  ) : (
                    <a href={href}>{label}</a>
                  )}
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  );
};

export default Sidebar;
