//! The frame of the dashboard. Nothing in it comes from elsewhere: no script, no font, no picture.

use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = "\
:root{color-scheme:light dark;--line:#8884;--soft:#8881;--quiet:#777}\
body{font:15px/1.5 system-ui,sans-serif;max-width:76rem;margin:0 auto;padding:1rem 1.25rem 3rem}\
a{color:#2563c9}h1{font-size:1.4rem;margin:.5rem 0 1rem}h2{font-size:1.05rem;margin:2rem 0 .5rem}\
nav{font-size:.9rem}code,pre{font:13px/1.45 ui-monospace,monospace}\
table{border-collapse:collapse;width:100%}\
td,th{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top}\
th{font-weight:600;font-size:.85rem;color:var(--quiet)}td.number{font-variant-numeric:tabular-nums}\
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.6rem}\
.facts div{background:var(--soft);border-radius:6px;padding:.5rem .75rem}\
.facts b{display:block;font-weight:600}.facts span{font-size:.8rem;color:var(--quiet)}\
form{display:inline}button{font:inherit;font-size:.85rem;padding:.15rem .7rem;margin:0 .3rem .3rem 0;\
border:1px solid #8888;border-radius:5px;background:var(--soft);color:inherit;cursor:pointer}\
.quiet{color:var(--quiet)}.mark{display:inline-block;min-width:2.3rem;text-align:center;border-radius:4px;\
padding:0 .35rem;color:#fff;background:#777;font-size:.85rem;font-variant-numeric:tabular-nums}\
.ok{background:#23803a}.away{background:#2563c9}.refused{background:#b45309}.failed{background:#b91c1c}\
details{border-bottom:1px solid var(--line)}summary{cursor:pointer;padding:.3rem 0;overflow-wrap:anywhere}\
summary .quiet{font-size:.85rem}details>div{padding:.2rem 0 .8rem 1.1rem}\
summary .note{display:inline-block;margin-left:1.1rem;font-size:.9rem}ul.notes{margin:.1rem 0 .3rem 1.1rem;padding:0}\
pre{background:var(--soft);border-radius:6px;padding:.5rem .75rem;margin:.3rem 0;white-space:pre-wrap;overflow-wrap:anywhere}\
.heads{display:grid;grid-template-columns:1fr 1fr;gap:.75rem}@media(max-width:55rem){.heads{grid-template-columns:1fr}}";

/// A whole page.
#[must_use]
pub fn page(title: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                // Without this, browsers ask for one.
                link rel="icon" href="data:,";
                title { (title) " - fakehq" }
                style { (PreEscaped(STYLE)) }
            }
            body { (content) }
        }
    }
}

/// One fact and its name.
#[must_use]
pub fn fact(name: &str, value: &Markup) -> Markup {
    html! { div { span { (name) } b { (value) } } }
}
