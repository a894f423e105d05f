/** Ears that play, the question about a voice, the recording page. */
export const soundsCss = `
.ear[aria-pressed=true] .icon { background: var(--main); color: var(--on-main); }
.ear { cursor: pointer; }
audio { display: block; inline-size: 100%; min-block-size: 3.25rem; }
.voice { display: flex; flex-direction: column; gap: 1rem; align-items: center; text-align: center; }
.voice-answers { display: flex; flex-wrap: wrap; gap: 1rem; justify-content: center; }
.field input[type=file] { font-size: 1rem; padding: .4rem; border-style: dashed; }
::file-selector-button { min-block-size: 2.5rem; padding-inline: 1rem; margin-inline-end: .75rem; border: 2px solid var(--line); border-radius: 1rem; background: var(--paper); color: var(--ink); font: inherit; font-weight: 650; }
.to-say { display: flex; flex-direction: column; gap: .75rem; align-items: center; text-align: center; }
.say { font-size: 2rem; font-weight: 700; line-height: 1.3; overflow-wrap: anywhere; }
.both-drawings { display: flex; flex-wrap: wrap; justify-content: center; gap: 1rem 1.5rem; margin-block-end: 1rem; }
.both-drawings .plate { inline-size: 6rem; block-size: 6rem; }
.recorder { display: flex; flex-direction: column; gap: 1rem; }
[data-record] .on, [data-record][aria-pressed=true] .off { display: none; }
[data-record][aria-pressed=true] .on { display: inline; }
[data-record][aria-pressed=true] { border-color: var(--bad); box-shadow: inset 0 0 0 3px var(--bad); }
`;
