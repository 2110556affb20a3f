//! Posts that came in, fell out, were looked at or counted again.

use std::collections::{BTreeMap, HashMap};

use super::published::{Post, Published, Withdrawn};
use super::{LookChange, ViewsChange};

/// What differs between the posts of two reports, by post.
pub struct Posts<'a> {
    pub came_in: BTreeMap<&'a str, String>,
    pub fell_out: BTreeMap<&'a str, String>,
    pub looks: BTreeMap<&'a str, LookChange>,
    pub views: BTreeMap<&'a str, ViewsChange>,
    /// Posts of both whose campaign is another: the old and the new one.
    pub moved: BTreeMap<&'a str, (&'a str, &'a str)>,
}

impl<'a> Posts<'a> {
    pub fn new(old: &'a Published, new: &'a Published, made_from: &[String]) -> Posts<'a> {
        let before: HashMap<&str, &Post> = old.posts.iter().map(|post| (post.post.as_str(), post)).collect();
        let after: HashMap<&str, &Post> = new.posts.iter().map(|post| (post.post.as_str(), post)).collect();
        let withdrawn: HashMap<&str, &Withdrawn> = new.withdrawn.iter().map(|w| (w.post.as_str(), w)).collect();
        let mut posts = Posts {
            came_in: BTreeMap::new(),
            fell_out: BTreeMap::new(),
            looks: BTreeMap::new(),
            views: BTreeMap::new(),
            moved: BTreeMap::new(),
        };
        for post in &new.posts {
            let key = post.post.as_str();
            let Some(earlier) = before.get(key) else {
                posts.came_in.insert(key, why_in(post, old, new));
                continue;
            };
            if earlier.status != post.status {
                let said = |post: &Post| post.status.as_ref().map(|look| look.status.clone());
                let at = post.status.as_ref().map(|look| look.at.clone());
                posts.looks.insert(key, LookChange { post: key.to_owned(), old: said(earlier), new: said(post), at });
            }
            if earlier.views != post.views {
                posts.views.insert(key, ViewsChange { post: key.to_owned(), old: earlier.views, new: post.views });
            }
            if earlier.campaign != post.campaign {
                posts.moved.insert(key, (&earlier.campaign, &post.campaign));
            }
        }
        for post in old.posts.iter().filter(|post| !after.contains_key(post.post.as_str())) {
            let why = match withdrawn.get(post.post.as_str()) {
                Some(withdrawn) => withdrawn.why.clone(),
                None => why_out(post, old, new, made_from),
            };
            posts.fell_out.insert(&post.post, why);
        }
        posts
    }
}

fn why_in(post: &Post, old: &Published, new: &Published) -> String {
    let file = new.file_of(post);
    if !post.source.is_empty() && !old.has_source(&post.source) {
        return format!("read from {file}, a source added since");
    }
    if !old.is_in_window(post.created_at.as_deref()) {
        return "published outside the window that was studied then".to_owned();
    }
    let ties = if post.ties.is_empty() { String::new() } else { format!(" because it: {}", post.ties.join("; ")) };
    format!("read from {file}, which was there already, and counts now{ties}")
}

fn why_out(post: &Post, old: &Published, new: &Published, made_from: &[String]) -> String {
    if !post.source.is_empty() && !new.has_source(&post.source) {
        return format!("its source {} is no longer in the case", old.file_of(post));
    }
    if !new.is_in_window(post.created_at.as_deref()) {
        return "published outside the window that is studied now".to_owned();
    }
    let since = if made_from.is_empty() { String::new() } else { format!(" (since then: {})", made_from.join("; ")) };
    format!("no longer taken for an advert that is tied to the organisation{since}")
}
