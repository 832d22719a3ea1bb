//! The frame around every page.

use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = "\
body{font:16px/1.5 system-ui,sans-serif;color:#222;max-width:60rem;margin:2rem auto;padding:0 1rem}\
h1{font-size:1.5rem}h2{font-size:1.15rem;margin:2rem 0 .25rem}\
code,input{font:14px/1.4 ui-monospace,monospace}\
.address{width:100%;box-sizing:border-box;padding:.4rem;border:1px solid #bbb;border-radius:4px;background:#f6f6f6}\
.quiet{color:#666}.wrong{color:#a00}\
.button{display:inline-block;margin:.3rem .4rem .3rem 0;padding:.2rem .7rem;border:1px solid #357;border-radius:4px;color:#135;text-decoration:none}\
table{border-collapse:collapse;font-size:.9rem}td,th{text-align:left;padding:.15rem .4rem .15rem 0;vertical-align:top}\
.number{width:3rem}.short{width:8rem}\
label{display:block;margin:.6rem 0}footer{margin-top:3rem;border-top:1px solid #ddd}";

/// A whole page. `mark` is the text by which the pages of this space are known.
#[must_use]
pub fn page(title: &str, mark: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="fakehq" content=(mark);
                title { (title) " - fakehq" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (content)
                footer.quiet { "This is fakehq, a fake CommCare HQ for testing. " span { (mark) } }
            }
        }
    }
}
