use pressgang_watch::look::State::*;
use pressgang_watch::look::Target;

use super::{answer, check, hop, html, json, page, target};

fn youtube() -> Target {
    target("youtube", "abc-DEF_123", "https://www.youtube.com/watch?v=abc-DEF_123", "")
}

fn player(told: &str) -> super::Answer {
    let head = format!(
        "<title>- YouTube</title><script nonce=x>var ytInitialPlayerResponse = {{{told}}};var meta = 1;</script>"
    );
    page(200, &head, "")
}

#[test]
fn youtube_by_oembed_and_page() {
    let up = r#"{"title":"x","type":"video","version":"1.0","provider_name":"YouTube","thumbnail_url":"https://i.ytimg.com/vi/abc-DEF_123/hqdefault.jpg","html":"<iframe src=\"https://www.youtube.com/embed/abc-DEF_123?feature=oembed\"><\/iframe>"}"#;
    check(&youtube(), &[("oembed", json(200, up))], Up, "youtube.oembed.up@");
    check(&youtube(), &[("oembed", json(200, &up.replace("_123", "_124")))], Unknown, "youtube.none");
    let gone = answer(404, "text/plain", "Not Found");
    check(&youtube(), &[("oembed", gone.clone())], Removed, "youtube.oembed.gone@");
    let told = |status: &str, reason: &str| {
        player(&format!(r#""playabilityStatus":{{"status":"{status}","reason":"{reason}"}}"#))
    };
    for (status, reason, state) in [
        ("ERROR", "This video has been removed by the uploader", RemovedByAuthor),
        ("ERROR", "Dieses Video wurde vom Uploader entfernt", RemovedByAuthor),
        ("ERROR", "This video has been removed for violating YouTube's Terms of Service", RemovedByPlatform),
        ("ERROR", "تم حذف هذا الفيديو لانتهاكه القواعد", RemovedByPlatform),
        (
            "ERROR",
            "This video is no longer available because the YouTube account associated with this video has been terminated.",
            AccountGone,
        ),
        ("ERROR", "Video unavailable", Removed),
        ("LOGIN_REQUIRED", "This is a private video. Please sign in to verify that you may see it.", Private),
        ("LOGIN_REQUIRED", "Sign in to confirm your age", AgeGate),
        ("AGE_CHECK_REQUIRED", "…", AgeGate),
        ("UNPLAYABLE", "The uploader has not made this video available in your country", GeoBlocked),
        ("UNPLAYABLE", "Видео недоступно в вашей стране", GeoBlocked),
    ] {
        check(&youtube(), &[("oembed", gone.clone()), ("page", told(status, reason))], state, "youtube.");
    }
    let refused = answer(403, "text/plain", "Forbidden");
    check(&youtube(), &[("oembed", refused)], Private, "youtube.oembed.private@");
    let not_embedded = answer(401, "text/plain", "Unauthorized");
    let shown = player(
        r#""playabilityStatus":{"status":"OK"},"videoDetails":{"videoId":"abc-DEF_123","title":"This video has been removed by the uploader"}"#,
    );
    check(&youtube(), &[("oembed", not_embedded.clone()), ("page", shown)], Up, "youtube.page.up@");
    check(&youtube(), &[("oembed", not_embedded.clone())], Unknown, "youtube.oembed.unauthorised@");
    let consent = hop(
        page(
            200,
            "<title>Before you continue to YouTube</title>",
            "<form action='https://consent.youtube.com/save'></form>",
        ),
        "https://consent.youtube.com/m",
    );
    check(&youtube(), &[("oembed", not_embedded.clone()), ("page", consent)], Unknown, "");
    let robot = told("LOGIN_REQUIRED", "Sign in to confirm you’re not a bot");
    check(&youtube(), &[("oembed", not_embedded), ("page", robot)], Unknown, "");
    check(
        &target("youtube", "Ugx1.2", "https://www.youtube.com/watch?v=abc-DEF_123&lc=Ugx1.2", ""),
        &[],
        Unknown,
        "youtube.comment@",
    );
}

fn tiktok() -> Target {
    target(
        "tiktok",
        "7203000000000000001",
        "https://www.tiktok.com/@example.desk/video/7203000000000000001",
        "example.desk",
    )
}

fn detail(detail: &str) -> super::Answer {
    let head = format!(
        r#"<script id="__UNIVERSAL_DATA_FOR_REHYDRATION__" type="application/json">{{"__DEFAULT_SCOPE__":{{"webapp.video-detail":{{{detail}}}}}}}</script>"#
    );
    page(200, &head, "")
}

#[test]
fn tiktok_by_oembed_and_page() {
    let up = r#"{"version":"1.0","type":"video","provider_name":"TikTok","embed_product_id":"7203000000000000001","html":"<blockquote class=\"tiktok-embed\" cite=\"https://www.tiktok.com/@example.desk/video/7203000000000000001\" data-video-id=\"7203000000000000001\"><\/blockquote>"}"#;
    check(&tiktok(), &[("oembed", json(200, up))], Up, "tiktok.oembed.up@");
    let none = json(400, r#"{"code":400,"message":"Something went wrong"}"#);
    check(&tiktok(), &[("oembed", none.clone())], Unknown, "tiktok.none");
    for (told, state) in [
        (r#""statusCode":0,"statusMsg":"","itemInfo":{"itemStruct":{"id":"7203000000000000001"}}"#, Up),
        (r#""statusCode":0,"itemInfo":{"itemStruct":{"id":"7203000000000000002"}}"#, Unknown),
        (
            r#""statusCode":0,"itemInfo":{"itemStruct":{"id":"7203000000000000001","isContentClassified":true}}"#,
            AgeGate,
        ),
        (r#""statusCode":10204,"statusMsg":"item doesn't exist""#, Unknown),
        (r#""statusCode":10204,"statusMsg":"item_not_exist""#, Unknown),
        (r#""statusCode":10204,"statusMsg":"item doesn't exist&status_deleted""#, Removed),
        (r#""statusCode":10204,"statusMsg":"status_deleted""#, Removed),
        (r#""statusCode":10204,"statusMsg":"status_self_see""#, Private),
        (r#""statusCode":10204,"statusMsg":"person_geo_fencing""#, GeoBlocked),
        (r#""statusCode":10204,"statusMsg":"status_audit_not_pass""#, RemovedByPlatform),
        (r#""statusCode":10204,"statusMsg":"""#, Unknown),
        (r#""statusCode":10216"#, Private),
        (r#""statusCode":10222"#, Private),
    ] {
        check(&tiktok(), &[("oembed", none.clone()), ("page", detail(told))], state, "tiktok.");
    }
    check(
        &tiktok(),
        &[("oembed", json(404, r#"{"code":404,"message":"x"}"#)), ("page", html(403, ""))],
        Removed,
        "tiktok.oembed.gone@",
    );
    check(&target("tiktok", "7203000000000000001", "", ""), &[], Unknown, "tiktok.no-address@");
}
