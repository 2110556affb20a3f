use pressgang_watch::look::State::*;
use pressgang_watch::look::{Answer, State, Target};

use super::{answer, check, cut, hop, html, json, page, target};

const URL: &str = "https://board.example/desk/posts/4711001";

fn post() -> Target {
    target("linkedin", "4711001", URL, "")
}

#[track_caller]
fn seen(answer: Answer, state: State, rule: &str) {
    check(&post(), &[("page", answer)], state, rule);
}

fn head(title: &str, more: &str) -> String {
    format!("<title>{title}</title>{more}")
}

const OWN: &str =
    "<link rel=canonical href='https://board.example/desk/posts/4711001'><meta property='og:type' content='article'>";

#[test]
fn up_only_where_the_page_names_the_post() {
    seen(page(200, &head("Driver wanted", OWN), "<article><p>Pay is good</p></article>"), Up, "page.up@");
    let linked = r#"<script type="application/ld+json">{"@graph":[{"@type":"SocialMediaPosting","url":"https://board.example/desk/posts/4711001"}]}</script>"#;
    seen(page(200, &head("x", linked), "<p>x</p>"), Up, "page.up@");
    // Redirected to its canonical form.
    let moved = "<link rel=canonical href='https://www.board.example/posts/a-title/4711001/'><meta property=og:type content=article>";
    seen(hop(page(200, moved, "<p>x</p>"), "https://www.board.example/posts/a-title/4711001/"), Up, "page.up@");
    // Another page, whatever its status.
    seen(page(200, &head("Board", "<link rel=canonical href=/>"), "<h1>Welcome</h1>"), Unknown, "page.other@");
    seen(page(200, &head("Other", &OWN.replace("4711001", "4711002")), "<article>x</article>"), Unknown, "page.other@");
    seen(page(200, "<title>Board</title>", "<h1>Results for 4711001</h1>"), Unknown, "");
    seen(page(200, &head("Get the app", ""), "<a href='https://apps.example/4711001'>Install</a>"), Unknown, "");
    seen(
        page(200, &head("x", &OWN.replace("board.example", "evil.example")), "<article>x</article>"),
        Unknown,
        "page.other@",
    );
    seen(cut(page(200, &head("x", OWN), "<article>")), Up, "page.up@");
}

#[test]
fn what_a_post_says_of_others_is_not_said_of_it() {
    for text in ["This account does not exist", "Post not found", "Эта запись удалена", "このアカウントは存在しません"]
    {
        let body = format!("<article><h1>{text}</h1><p>{text}</p></article>");
        seen(page(200, &head("Desk on Board", OWN), &body), Up, "page.up@");
        let body = format!("<article><p>{text}</p></article><p>Read more posts</p>");
        seen(
            page(200, &head(&format!("Desk: {text}, and more of what one reads when a page is gone"), OWN), &body),
            Up,
            "page.up@",
        );
    }
    // With the phrase as its title nothing is told.
    seen(page(200, &head("Post not found", OWN), "<article><p>x</p></article>"), Unknown, "");
}

#[test]
fn gone_by_status() {
    seen(page(404, "<title>404</title>", "<h1>Nichts da</h1>"), Removed, "page.gone@");
    seen(page(410, "", ""), Removed, "page.gone@");
    seen(html(404, ""), Removed, "page.gone@");
    seen(page(404, &head("Driver wanted", OWN), "<article>x</article>"), Unknown, "page.lie@");
    seen(cut(page(404, "<title>404</title>", "")), Unknown, "");
    seen(page(404, "<title>Just a moment...</title>", "<div class=h-captcha></div>"), Unknown, "page.bot-wall@");
    seen(page(404, "<title>x</title>", "<h1>This account has been suspended</h1>"), AccountGone, "page.account@");
    seen(page(404, "<title>x</title>", "<h1>Ce compte n’existe pas</h1>"), AccountGone, "page.account@");
    seen(
        page(404, "<title>x</title>", "<h1>Removed for violating our rules</h1><p>Removed for violating.</p>"),
        RemovedByPlatform,
        "page.by-platform@",
    );
    seen(page(410, "<title>x</title>", "<h1>Удалено автором</h1>"), RemovedByAuthor, "page.by-author@");
    seen(json(404, r#"{"error":"not found"}"#), Removed, "page.gone@");
    seen(answer(404, "text/plain", "404 page not found"), Removed, "page.gone@");
}

#[test]
fn soft_404_in_many_languages() {
    for words in [
        "Page not found",
        "Страница не найдена",
        "Seite nicht gefunden",
        "Page introuvable",
        "Página no encontrada",
        "Página não encontrada",
        "Pagina non trovata",
        "Nie znaleziono strony",
        "Pagina niet gevonden",
        "Stránka nenalezena",
        "Az oldal nem található",
        "Pagina nu a fost găsită",
        "Страницата не е намерена",
        "Stranica nije pronađena",
        "Η σελίδα δεν βρέθηκε",
        "Sayfa bulunamadı",
        "الصفحة غير موجودة",
        "صفحه یافت نشد",
        "הדף לא נמצא",
        "पेज नहीं मिला",
        "পৃষ্ঠা পাওয়া যায়নি",
        "صفحہ نہیں ملا",
        "Halaman tidak ditemukan",
        "Không tìm thấy trang",
        "ไม่พบหน้านี้",
        "页面不存在",
        "找不到頁面",
        "ページが見つかりません",
        "페이지를 찾을 수 없습니다",
        "Sidan hittades inte",
        "Siden blev ikke fundet",
        "Sivua ei löydy",
        "გვერდი ვერ მოიძებნა",
        "Էջը չի գտնվել",
        "Бет табылмады",
        "Səhifə tapılmadı",
        "Сторінку не знайдено",
        "PAGE   NOT\u{a0}FOUND",
    ] {
        seen(
            page(200, &head(&format!("{words} | Board"), ""), &format!("<h1>{words}</h1>")),
            Removed,
            "page.gone-soft@",
        );
        seen(page(200, &head(words, "<meta name=robots content=noindex>"), "<p>x</p>"), Removed, "page.gone-noindex@");
        seen(page(200, &head(words, "<link rel=canonical href='/'>"), "<p>x</p>"), Removed, "page.gone-home@");
        // Words alone decide nothing.
        seen(page(200, "<title>Board</title>", &format!("<p>{words}</p>")), Unknown, "");
        // Nor against the page's own structure.
        seen(page(200, &head(words, OWN), &format!("<h1>{words}</h1><article>x</article>")), Unknown, "");
    }
}

#[test]
fn walls() {
    let login = page(200, "<title>Board: Log in</title>", "<form><input type=password></form>");
    seen(login.clone(), LoginWall, "page.login@");
    for to in [
        "https://board.example/login",
        "https://board.example/i/flow/login",
        "https://accounts.board.example/",
        "https://board.example/uas/authwall",
    ] {
        seen(hop(login.clone(), to), LoginWall, "page.login.hop@");
    }
    for words in [
        "Log in to continue",
        "Войдите, чтобы продолжить",
        "Melde dich an, um fortzufahren",
        "请登录后继续",
        "سجل الدخول للمتابعة",
        "Devam etmek için giriş yap",
    ] {
        seen(page(200, &head(words, ""), &format!("<h1>{words}</h1>")), LoginWall, "page.login-words@");
        seen(page(403, "<title>x</title>", &format!("<p>{words}</p>")), LoginWall, "page.login-refused@");
        seen(page(200, "<title>x</title>", &format!("<p>{words}</p>")), Unknown, "");
    }
    for words in [
        "This account is private",
        "Это закрытый профиль",
        "Dieses Konto ist privat",
        "Ce compte est privé",
        "이 계정은 비공개 계정입니다",
        "Bu hesap gizli",
    ] {
        seen(page(403, "<title>x</title>", &format!("<h1>{words}</h1>")), Private, "page.private@");
        seen(page(200, &head(words, ""), &format!("<h1>{words}</h1>")), Private, "page.private-soft@");
    }
    for words in [
        "Not available in your country",
        "Недоступно в вашей стране",
        "In deinem Land nicht verfügbar",
        "no está disponible en tu país",
        "ülkenizde kullanılamıyor",
    ] {
        seen(page(403, "<title>x</title>", &format!("<h1>{words}</h1>")), GeoBlocked, "page.geo-refused@");
        seen(page(200, &head(words, ""), &format!("<h1>{words}</h1>")), GeoBlocked, "page.geo@");
    }
    seen(page(451, "", "<h1>Unavailable</h1>"), GeoBlocked, "answer.unavailable");
    for words in
        ["Confirm your age", "Подтвердите свой возраст", "Bestätige dein Alter", "年齢制限", "Confirmez votre âge"]
    {
        seen(page(200, &head(words, ""), &format!("<h1>{words}</h1>")), AgeGate, "page.age@");
        seen(page(403, "<title>x</title>", &format!("<h1>{words}</h1>")), AgeGate, "page.age-refused@");
    }
    for words in ["Checking your browser", "Just a moment...", "Подтвердите, что вы не робот", "Verify you are human"]
    {
        seen(page(403, &head(words, ""), &format!("<h1>{words}</h1>")), Unknown, "page.bot-wall@");
        seen(page(200, &head(words, ""), ""), Unknown, "page.bot-wall@");
    }
    seen(
        hop(page(200, "<title>Before you continue</title>", ""), "https://consent.board.example/m"),
        Unknown,
        "page.consent@",
    );
    seen(page(200, "<title>Maintenance</title>", "<h1>Under maintenance</h1>"), Unknown, "page.unclear@");
}

#[test]
fn answers_that_say_nothing() {
    seen(html(200, ""), Unknown, "answer.empty");
    seen(page(200, "", "<div id=root></div>"), Unknown, "answer.blank");
    seen(page(500, &head("Driver wanted", OWN), "<article>x</article>"), Unknown, "page.lie@");
    seen(page(503, "<title>Page not found</title>", "<h1>Page not found</h1>"), Unknown, "");
    seen(page(429, "<title>Too many requests</title>", ""), Unknown, "");
    check(&target("linkedin", "1", "https://board.example/", ""), &[], Unknown, "plain.no-address@");
    check(&target("linkedin", "1", "", ""), &[], Unknown, "plain.no-address@");
    check(&target("facebook", "x", "https://evil.example/posts/1", ""), &[], Unknown, "facebook.no-address@");
}

#[test]
fn old_encodings_are_read() {
    let body = b"<title>\xd1\xf2\xf0\xe0\xed\xe8\xf6\xe0 \xed\xe5 \xed\xe0\xe9\xe4\xe5\xed\xe0</title><meta name=robots content=noindex>";
    let mut page = answer(200, "text/html; charset=windows-1251", "");
    page.body = body.to_vec();
    seen(page, Removed, "page.gone-noindex@");
}

#[test]
fn pages_that_show_other_posts() {
    let listed = "<div class=h-entry><a class=u-url href='/desk/posts/4711001'>one</a></div><article data-post-id=4711001>two</article>";
    // A list of posts is not the post.
    seen(page(200, "<link rel=canonical href='/desk'>", listed), Unknown, "page.other@");
    seen(hop(page(200, "<title>Desk</title>", listed), "https://board.example/desk"), Unknown, "page.other@");
    seen(
        page(200, "<link rel=canonical href='https://board.example/search?q=4711001'>", listed),
        Unknown,
        "page.other@",
    );
    seen(page(200, "<title>Desk</title>", listed), Up, "page.up@");
    // What is gone among what one may like instead.
    let more = "<h1>Page not found</h1><article>You may like this</article><form><input type=password></form>";
    seen(page(404, "<title>Oops, something went wrong</title>", more), Removed, "page.gone-among-others@");
    seen(page(200, "<title>Page not found</title>", more), Removed, "page.gone-soft@");
    seen(page(404, "<title>x</title>", "<article>You may like this</article>"), Unknown, "");
    seen(page(404, "<title>x</title>", "<h1>Not here</h1><form><input type=password></form>"), Removed, "page.gone@");
    seen(page(404, "<title>x</title>", "<h1>Not here</h1><div>For members only</div>"), Removed, "page.gone@");
}
