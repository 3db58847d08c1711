/** The look of the HTML report: a clinical instrument; calm, dense, exact. Print keeps the light colours. */
export const STYLE = `
:root{--ink:#182026;--muted:#55616b;--line:#d5dbe0;--faint:#eef1f3;--page:#fff;--accent:#0067a5;--good:#00694c;--caution:#8a5a00;--caution-ground:#fdf4e1;--bad:#a33d05;--plain-ground:#f2f5f7}
@media (prefers-color-scheme:dark){@media screen{:root{--ink:#e7ebee;--muted:#a5b0b9;--line:#36414a;--faint:#1a2127;--page:#10161b;--accent:#5cb6ea;--good:#3fc49c;--caution:#eebb45;--caution-ground:#2a220f;--bad:#f58d4e;--plain-ground:#182027}}}
*{box-sizing:border-box}
html{font-size:15px;-webkit-text-size-adjust:100%}
body{margin:0 auto;padding:2.4rem 1.6rem 4rem;max-width:74rem;background:var(--page);color:var(--ink);font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;line-height:1.5;font-variant-numeric:tabular-nums}
p{margin:.5rem 0;max-width:48rem}
h1{font-size:1.75rem;line-height:1.22;margin:.2rem 0 .7rem;max-width:46rem;font-weight:650;letter-spacing:-.01em;text-wrap:balance}
h2{font-size:1.22rem;margin:2.8rem 0 .8rem;padding-top:.7rem;border-top:2px solid var(--ink);font-weight:650}
h2 .no{color:var(--muted);font-weight:400;margin-right:.35rem}
h3{font-size:1rem;margin:1.7rem 0 .3rem;font-weight:650}
.over{color:var(--accent);font-weight:600;margin:0}
.facts{list-style:none;display:flex;flex-wrap:wrap;gap:.15rem 1.5rem;padding:0;margin:.4rem 0;color:var(--muted);font-size:.88rem}
.notice{color:var(--muted);font-size:.88rem;border-left:3px solid var(--line);padding-left:.7rem}
nav ol{columns:3 14rem;padding-left:1.3rem;margin:1.3rem 0 0;font-size:.9rem}
nav a,nav a:visited{display:inline-block;padding:.15rem 0;color:var(--accent);text-decoration:none}nav a:hover{text-decoration:underline}
a:focus-visible,.table:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.callout{border:1px solid var(--line);border-left:5px solid var(--muted);background:var(--plain-ground);padding:.65rem 1rem .7rem;margin:1rem 0;max-width:60rem}
.callout p{margin:.15rem 0;max-width:none;overflow-wrap:anywhere}
.callout-title{font-weight:650;font-size:1.08rem}
.callout.caution{border-left-color:var(--caution);background:var(--caution-ground)}.callout.caution .callout-title{color:var(--caution)}
.callout.good{border-left-color:var(--good)}.callout.good .callout-title{color:var(--good)}
.callout.bad{border-left-color:var(--bad)}.callout.bad .callout-title{color:var(--bad)}
.numbers{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:1px;background:var(--line);border:1px solid var(--line);margin:1.2rem 0}
.numbers>div{background:var(--page);padding:.75rem .95rem}
.numbers .label{margin:0;font-size:.85rem;color:var(--muted);min-height:2.6em}
.numbers .value{margin:.05rem 0 .2rem;font-size:2.1rem;line-height:1.15;font-weight:600;letter-spacing:-.02em}
.numbers .unit{font-size:1rem;color:var(--muted);font-weight:400;letter-spacing:0}
.numbers .detail{margin:0;font-size:.82rem;color:var(--muted);line-height:1.4}
.list{padding-left:1.15rem;margin:.6rem 0;max-width:54rem}.list li{margin:.35rem 0}.list li::marker{color:var(--muted)}
dl{margin:.8rem 0;border-top:1px solid var(--line)}
dl>div{display:grid;grid-template-columns:13rem 1fr;gap:.2rem 1.4rem;border-bottom:1px solid var(--line);padding:.42rem 0}
dt{color:var(--muted)}dd{margin:0;max-width:54rem}
.table{overflow-x:auto;margin:1.1rem 0}
table{border-collapse:collapse;width:100%;min-width:42rem;font-size:.86rem;line-height:1.42;table-layout:fixed}
caption{text-align:left;font-weight:600;padding:0 0 .45rem;font-size:.92rem;line-height:1.4}
th,td{text-align:left;vertical-align:top;padding:.36rem .8rem .36rem 0;border-bottom:1px solid var(--line);font-weight:400;overflow-wrap:break-word}
thead th{border-bottom:1.5px solid var(--ink);font-weight:600;vertical-align:bottom;hyphens:auto}
th.right,td.right{text-align:right}
th:last-child,td:last-child{padding-right:0}
code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.78rem;overflow-wrap:anywhere}
.status{white-space:nowrap;font-weight:600}.status.good{color:var(--good)}.status.caution{color:var(--caution)}.status.bad{color:var(--bad)}.status.plain{color:var(--muted);font-weight:400;white-space:normal}
.plots{display:grid;gap:1.6rem 2.2rem;margin:1.2rem 0}
.plots{grid-template-columns:var(--columns)}@media (max-width:56rem){.plots{grid-template-columns:minmax(0,1fr)}}
.plots.n1{max-width:47rem}
figure{margin:0;min-width:0}
figure svg{display:block;width:100%;height:auto}
.figure-title{margin:0 0 .4rem;font-weight:600;font-size:.92rem;max-width:none}
figcaption{color:var(--muted);font-size:.82rem;margin-top:.35rem;line-height:1.4;max-width:40rem}
.on-dark{display:none}
@media (prefers-color-scheme:dark){@media screen{.on-dark{display:block}.on-light{display:none}}}
footer{margin-top:3.5rem;border-top:1px solid var(--line);color:var(--muted);font-size:.8rem}
@media (max-width:44rem){body{padding:1.2rem .95rem 3rem}h1{font-size:1.4rem}dl>div{grid-template-columns:1fr;gap:0}nav ol{columns:1}.numbers .label{min-height:0}}
@media print{@page{size:A4;margin:16mm 15mm}html{font-size:9.6px}body{padding:0;max-width:none}nav{display:none}.table{overflow:visible}table{min-width:0}h2,h3,.figure-title,caption{break-after:avoid}tr,figure,.callout,.numbers,dl>div{break-inside:avoid}}
`.replace(/\n/g, "");
