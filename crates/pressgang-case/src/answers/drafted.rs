//! Under which source a notice is filed in the DSA Transparency Database.

use crate::notices::Notice;

/// The source of statements of reasons that follow from a notice under Article 16.
pub(crate) const ARTICLE_16: &str = "SOURCE_ARTICLE_16";
/// That of a trusted flagger's notice (Article 22).
pub(crate) const TRUSTED_FLAGGER: &str = "SOURCE_TRUSTED_FLAGGER";
/// That of any other notification, one that alleges no law.
pub(crate) const OTHER_NOTIFICATION: &str = "SOURCE_TYPE_OTHER_NOTIFICATION";

/// Under which source statements of reasons that follow from a notice stand. Older entries say only whether it is a
/// trusted flagger's.
pub(crate) fn source_type(notice: &Notice) -> &'static str {
    let said = notice.source_type.as_deref();
    let known = [ARTICLE_16, TRUSTED_FLAGGER, OTHER_NOTIFICATION].into_iter().find(|known| Some(*known) == said);
    known.unwrap_or(if notice.trusted_flagger { TRUSTED_FLAGGER } else { ARTICLE_16 })
}
