/** Styles of the reference page; served by a route of its own, since the page allows no inline styles. */
export const REFERENCE_CSS = `
:root { color-scheme: light dark; --line: #8888; --soft: #8882; --link: light-dark(#0b57a4, #8ec5ff); }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 70rem; padding: 1rem; overflow-wrap: anywhere; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible { outline: 3px solid; outline-offset: 2px; }
nav ul { columns: 18rem; padding-left: 1.2rem; }
nav a { display: inline-block; min-height: 1.5rem; }
section { border-top: 1px solid var(--line); margin-top: 2rem; }
article { border: 1px solid var(--line); border-radius: .4rem; margin: 1rem 0; padding: 0 1rem 1rem; }
h3 code { background: var(--soft); padding: .1rem .4rem; }
.method { text-transform: uppercase; font-weight: 700; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top; }
caption { text-align: left; font-weight: 600; padding: .8rem 0 .2rem; }
pre { background: var(--soft); overflow-x: auto; padding: .8rem; }
summary { cursor: pointer; min-height: 1.5rem; }
`;
