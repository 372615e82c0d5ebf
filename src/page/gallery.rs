//! Pictures side by side on one page, with the command that draws each.
//!
//! Owns the page. Must not know how the pictures are made.

use crate::words::escape::xml;
use crate::words::texts::DISCLAIMER;

/// A picture of the gallery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// File beside the page.
    pub file: String,
    /// Headline.
    pub title: String,
    /// One sentence on what to look at; empty for none.
    pub see: String,
    /// What is to be seen, in words.
    pub alt: String,
    /// What draws it.
    pub command: String,
}

/// Looks of the page; the pictures have their own.
const STYLE: &str = "\
body{font:16px/1.5 Inter,system-ui,sans-serif;margin:2rem auto;max-width:76rem;padding:0 1rem;color:#171b22;background:#fff}\
h1,h2{line-height:1.2}h2{scroll-margin-top:1rem;margin-top:2.5rem}\
nav ul{display:flex;flex-wrap:wrap;gap:.5rem 1rem;padding:0;list-style:none}\
.sheet{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(20rem,100%),1fr));gap:1.5rem;align-items:start}\
figure{margin:0}img{width:100%;height:auto;border:1px solid #dfe4e8}a{color:#0072b2}\
figcaption{font-size:.95rem}figcaption b{display:block}code{font-size:.85rem;overflow-wrap:anywhere}\
@media(prefers-color-scheme:dark){body{color:#e8ebee;background:#14181d}img{border-color:#39424c}a{color:#56b4e9}}";

/// The page, from groups of pictures with their headings.
pub fn gallery(groups: &[(&str, Vec<Picture>)]) -> String {
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>Gallery of onset</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<h1>Gallery</h1>\n<p>{DISCLAIMER}</p>\n"
    );
    page.push_str("<nav aria-label=\"Questions\"><ul>\n");
    for (place, (heading, _)) in groups.iter().enumerate() {
        page.push_str(&format!("<li><a href=\"#group-{}\">{}</a></li>\n", place + 1, xml(heading)));
    }
    page.push_str("</ul></nav>\n");
    for (place, (heading, pictures)) in groups.iter().enumerate() {
        let id = place + 1;
        page.push_str(&format!("<h2 id=\"group-{id}\">{}</h2>\n<div class=\"sheet\">\n", xml(heading)));
        for Picture { file, title, see, alt, command } in pictures {
            let see = if see.is_empty() { String::new() } else { format!("{}<br>", xml(see)) };
            page.push_str(&format!(
                "<figure><a href=\"{file}\"><img src=\"{file}\" alt=\"{}\" loading=\"lazy\"></a>\n\
                 <figcaption><b>{}</b>{see}<code>{}</code></figcaption></figure>\n",
                xml(alt),
                xml(title),
                xml(command)
            ));
        }
        page.push_str("</div>\n");
    }
    page.push_str("</body>\n</html>\n");
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_scenario_stay_words() {
        let picture = Picture {
            file: "a.png".to_owned(),
            title: "A < B".to_owned(),
            see: "Look & see.".to_owned(),
            alt: "\"quoted\" & more".to_owned(),
            command: "onset figure a".to_owned(),
        };
        let page = gallery(&[("All", vec![picture])]);
        assert!(
            page.contains("A &lt; B")
                && page.contains("Look &amp; see.")
                && page.contains("href=\"#group-1\"")
                && page.contains("alt=\"&quot;quoted&quot; &amp; more\""),
            "{page}"
        );
    }
}
