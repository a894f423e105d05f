/** The small picture in the browser's tab: two leaves, neutral on purpose (U73). */
export const siteIcon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><circle cx="32" cy="32" r="30" fill="#1f5c46"/><path d="M32 50C18 44 14 30 20 18c10 4 14 16 12 32z" fill="#f6c453"/><path d="M32 50c14-6 18-20 12-32-10 4-14 16-12 32z" fill="#fff6e3"/></svg>`;
