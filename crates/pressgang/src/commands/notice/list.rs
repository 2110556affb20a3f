//! Listing what was drafted and sent.

use pressgang_case::{Case, Notice, NoticeKind};
use pressgang_posts::Platform;
use pressgang_publish::notices::platform_name;

use crate::error::CommandError;
use crate::output::{Out, say};

pub fn list(case: &Case) -> Result<(), CommandError> {
    let notices = case.notices()?;
    let mut out = Out::lock();
    for notice in &notices {
        out.line(&line(notice))?;
    }
    out.finish()?;
    if notices.is_empty() {
        say("no notice was drafted yet");
    }
    Ok(())
}

/// "N1: notice to X, 7 posts, in en, EU; drafted ...; sent ... by form (reference 417)"
fn line(notice: &Notice) -> String {
    let platform = notice.platform.as_deref().map(Platform::named);
    let about = platform.as_ref().map(|platform| platform_name(platform).to_owned());
    let to_platform = match (notice.kind, about) {
        (NoticeKind::Referral, Some(about)) => format!(" about {about}"),
        (_, Some(about)) => format!(" to {about}"),
        (_, None) => String::new(),
    };
    let posts = format!("{} post{}", notice.post_count, if notice.post_count == 1 { "" } else { "s" });
    let law = notice.jurisdiction.as_ref().map(|law| format!(", {law}")).unwrap_or_default();
    let status = if notice.trusted_flagger { ", as a trusted flagger" } else { "" };
    let kind = notice.kind.as_str();
    let sent = match &notice.sent {
        None => "not sent".to_owned(),
        Some(sent) => {
            let channel = sent.channel.as_ref().map(|channel| format!(" by {channel}")).unwrap_or_default();
            let reference = sent.reference.as_ref().map(|text| format!(" (reference {text})")).unwrap_or_default();
            format!("sent {}{channel}{reference}", sent.at)
        }
    };
    let due = notice.due.map(|due| format!("; answer due {due}")).unwrap_or_default();
    let drafted = notice.drafted_at;
    format!(
        "{}: {kind}{to_platform}, {posts}, in {}{law}{status}; drafted {drafted}; {sent}{due}",
        notice.id, notice.language
    )
}
