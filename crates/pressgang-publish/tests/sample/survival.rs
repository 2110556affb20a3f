//! Lives of the sample's posts: looked at every four days, some notified, some gone, one back.

use pressgang_case::{FoundPost, LeftOutLives, PostLife, RemovalCause, SurvivalFindings, Told};

pub fn survival(posts: &[FoundPost]) -> SurvivalFindings {
    let mut left_out = LeftOutLives::default();
    let mut lives = Vec::new();
    for (n, post) in posts.iter().enumerate() {
        let Some(published) = post.created_at else {
            left_out.without_date += 1;
            continue;
        };
        if post.last_look.is_none() {
            left_out.seen_once += 1;
            continue;
        }
        let entered = (n * 7 % 23) as f64 / 4.0;
        let looks = 2 + n * 11 % 19;
        let seen = entered + 4.0 * looks as f64;
        let goes = n % 3 != 0;
        let cause = [RemovalCause::Platform, RemovalCause::Author, RemovalCause::Platform, RemovalCause::Account];
        lives.push(PostLife {
            key: post.key.clone(),
            published,
            entered,
            seen,
            missed: goes.then_some(seen + 4.0),
            is_exact: false,
            cause: goes.then(|| if n % 7 == 0 { RemovalCause::NotTold } else { cause[n % 4] }),
            told: (n % 2 == 0).then(|| {
                let before = entered + 4.0 * (looks / 3) as f64;
                Told { at: before + 0.5, seen_before: Some(before), seen_after: Some(before + 4.0) }
            }),
        });
    }
    SurvivalFindings::new(lives, left_out, u64::from(posts.len() > 20)).expect("lives")
}
