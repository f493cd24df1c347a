/** How forms and the camera look. */
export const formStyle = `
form{margin:1rem 0}
label,legend{display:block;margin:.75rem 0 .25rem;font-weight:600;padding:0}
fieldset{border:0;margin:0;padding:0;min-width:0}
input,select,textarea,button{font:inherit;color:inherit}
input:not([type=radio]):not([type=file]),select,textarea{width:100%;max-width:32rem;min-height:2.75rem;padding:.5rem .75rem;background:var(--card);border:1px solid var(--grey);border-radius:.5rem}
input[type=file]{max-width:100%}
.pick{font-weight:400;display:flex;gap:.6rem;padding:.3rem 0}
.pick input{flex:none;width:1.25rem;height:1.25rem;margin:.2rem 0 0}
button,.button{display:inline-block;margin-top:1rem;min-height:2.75rem;padding:.5rem 1.5rem;border:0;border-radius:.5rem;background:#1f5f74;color:#fff;cursor:pointer;text-decoration:none}
button.plain{background:none;color:var(--link);box-shadow:inset 0 0 0 1px var(--link)}
video{display:block;width:100%;max-height:60vh;margin-top:1rem;background:#000;border-radius:.5rem;object-fit:cover}
[hidden],.trap{display:none}
.lots a{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem;padding:.5rem 0;border-bottom:1px solid var(--line)}
.receipt{font:600 1.5rem ui-monospace,Menlo,Consolas,monospace;letter-spacing:.06em}
`;
