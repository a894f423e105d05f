/** The place where codes are read. */
export const scanCss = `
.viewfinder { position: relative; overflow: hidden; border-radius: var(--round); aspect-ratio: 1; background: #000; box-shadow: inset 0 0 0 6px var(--gold); }
.viewfinder video { display: block; inline-size: 100%; block-size: 100%; object-fit: cover; }
.viewfinder::after { content: ""; position: absolute; inset: 14%; border: 6px solid #fffc; border-radius: 1.5rem; box-shadow: 0 0 0 100vmax #0006; }
.viewfinder.found::after { border-color: #4be08c; }
.photo { position: relative; }
.photo input { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; margin: 0; opacity: 0; cursor: pointer; }
.photo:focus-within { outline: 4px solid var(--focus); outline-offset: 3px; }
`;
