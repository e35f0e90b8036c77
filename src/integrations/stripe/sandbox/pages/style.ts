/** What the sandbox's pages look like: one column on a phone, two where there is room. */
export const STYLE = `
*{box-sizing:border-box}
body{margin:0;color:#16202c;background:#f5f6f8;font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
.strip{margin:0;padding:.5rem 1rem;background:#ffe08a;color:#3d2c00;text-align:center;font-weight:600}
main{max-width:62rem;margin:0 auto;padding:2rem 1rem 4rem}
h1{margin:0 0 1rem;font-size:1.5rem;line-height:1.25}
h2{margin:0 0 .75rem;font-size:1.125rem}
.columns{display:grid;gap:2rem;align-items:start}
@media(min-width:52rem){.columns{grid-template-columns:1fr 1fr}}
section{min-width:0;margin-bottom:2rem;padding:1.5rem;background:#fff;border:1px solid #d9dee5;border-radius:10px}
.columns section{margin-bottom:0}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse}
th,td{padding:.4rem .75rem .4rem 0;text-align:left;vertical-align:top}
th{font-weight:600}
td.amount,th.amount{padding-right:0;text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
tfoot td,tfoot th{border-top:1px solid #d9dee5;font-weight:600}
label{display:block;margin:0 0 .25rem;font-weight:600}
input{width:100%;min-height:2.75rem;margin:0 0 1rem;padding:.5rem .75rem;color:inherit;background:#fff;border:1px solid #66727f;border-radius:6px;font:inherit}
input[aria-invalid=true]{border-color:#b3261e;border-width:2px}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:1rem}
button,.button{display:inline-block;min-height:2.75rem;padding:.6rem 1.25rem;color:#fff;background:#2b50c8;border:1px solid #2b50c8;border-radius:6px;font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
button.plain,.button.plain{color:#16202c;background:#fff;border-color:#66727f}
button.wide{width:100%}
:focus-visible{outline:3px solid #2b50c8;outline-offset:2px}
a{color:#2b50c8}
.error{margin:0 0 1rem;padding:.75rem 1rem;color:#7a1510;background:#fdecea;border:1px solid #b3261e;border-radius:6px}
.note{margin:0 0 1rem;padding:.75rem 1rem;background:#e8f3ec;border:1px solid #2c6e49;border-radius:6px}
.hint{margin:-.5rem 0 1rem;color:#4b5763;font-size:.9375rem}
details{margin-top:1.5rem}
summary{min-height:2rem;font-weight:600;cursor:pointer}
.actions{display:flex;flex-wrap:wrap;gap:.75rem;margin-top:1rem}
code{font:.9375rem ui-monospace,monospace;white-space:nowrap}
`;
