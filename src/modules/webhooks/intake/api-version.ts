/** What the installed client speaks. Events rendered in another version are kept, and their objects fetched in this one. */
export const API_VERSION = '2026-10-28.endive';
