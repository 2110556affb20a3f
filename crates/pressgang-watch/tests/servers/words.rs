//! What platforms say, and what people write, in seven languages. The sentences are those of public interfaces where
//! they are known (Mastodon's locale files, what public programs look for), else plain translations.

/// A language of an interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    En,
    De,
    Fr,
    Ru,
    Es,
    Ar,
    Vi,
}

impl Language {
    pub const ALL: [Language; 7] =
        [Language::En, Language::De, Language::Fr, Language::Ru, Language::Es, Language::Ar, Language::Vi];

    pub fn code(self) -> &'static str {
        ["en", "de", "fr", "ru", "es", "ar", "vi"][self as usize]
    }
}

/// Something an interface says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    NotFound,
    PostGone,
    ByAuthor,
    ByPlatform,
    Suspended,
    NoAccount,
    Private,
    LogIn,
    Geo,
    Age,
    MetaGone,
    Maintenance,
    TooMany,
    Captcha,
    Consent,
    Home,
}

/// One of the ways to say something.
pub fn say(message: Message, language: Language, way: usize) -> &'static str {
    let ways = table(message)[language as usize];
    ways[way % ways.len()]
}

fn table(message: Message) -> [&'static [&'static str]; 7] {
    match message {
        Message::NotFound => [
            &["Page not found", "The page you are looking for isn't here.", "Oops! That page can’t be found."],
            &["Seite nicht gefunden", "Die Seite, nach der du gesucht hast, wurde nicht gefunden."],
            &["Page introuvable", "La page que vous recherchez n’existe pas."],
            &["Страница не найдена", "Страница, которую Вы искали, не найдена."],
            &["Página no encontrada", "La página que estabas buscando no existe."],
            &["الصفحة غير موجودة", "إنّ الصفحة التي تبحث عنها لا وجود لها أصلا."],
            &["Không tìm thấy trang", "Trang bạn đang tìm kiếm không có ở đây."],
        ],
        Message::PostGone => [
            &["Post not found", "This post is no longer available", "The requested topic does not exist."],
            &["Beitrag nicht gefunden", "Dieser Beitrag ist nicht mehr verfügbar", "Das Thema existiert nicht."],
            &["Publication introuvable", "Cette publication n’est plus disponible", "Le sujet demandé n’existe pas."],
            &["Запись не найдена", "Эта запись больше недоступна", "Запрошенной темы не существует."],
            &["Publicación no encontrada", "Esta publicación ya no está disponible", "El tema solicitado no existe."],
            &["المنشور غير موجود", "لم يعد هذا المنشور متاحًا", "الموضوع المطلوب غير موجود."],
            &["Không tìm thấy bài viết", "Bài viết này không còn nữa", "Chủ đề bạn yêu cầu không tồn tại."],
        ],
        Message::ByAuthor => [
            &["This post was deleted by its author", "This video has been removed by the uploader"],
            &["Dieser Beitrag wurde vom Verfasser gelöscht", "Dieses Video wurde vom Nutzer entfernt"],
            &["Cette publication a été supprimée par son auteur", "Cette vidéo a été supprimée par l’utilisateur"],
            &["Запись удалена автором", "Это видео удалено пользователем"],
            &["El autor ha eliminado esta publicación", "El usuario que subió este vídeo lo ha eliminado"],
            &["حذف صاحب المنشور هذا المنشور", "أزال المستخدم الذي حمّل هذا الفيديو الفيديو"],
            &["Tác giả đã xóa bài viết này", "Người tải video lên đã xóa video này"],
        ],
        Message::ByPlatform => [
            &[
                "This post was removed for violating our rules",
                "This video has been removed for violating our policies",
            ],
            &["Dieser Beitrag wurde wegen eines Verstoßes gegen unsere Regeln entfernt"],
            &["Cette publication a été retirée car elle enfreint nos règles"],
            &["Запись удалена за нарушение правил", "Материал заблокирован за нарушение правил"],
            &["Esta publicación se ha eliminado por infringir nuestras normas"],
            &["تمت إزالة هذا المنشور لمخالفته قواعدنا"],
            &["Bài viết này đã bị gỡ vì vi phạm quy định của chúng tôi"],
        ],
        Message::Suspended => [
            &["This account has been suspended", "The account associated with this post has been terminated"],
            &["Dieses Konto wurde gesperrt", "Das mit diesem Beitrag verknüpfte Konto wurde gekündigt"],
            &["Ce compte a été suspendu", "Le compte associé à cette publication a été clôturé"],
            &["Этот аккаунт заблокирован", "Аккаунт, связанный с этой записью, удалён"],
            &["Esta cuenta ha sido suspendida", "Se ha cancelado la cuenta asociada a esta publicación"],
            &["تم تعليق هذا الحساب", "تم إغلاق الحساب المرتبط بهذا المنشور"],
            &["Tài khoản này đã bị đình chỉ", "Tài khoản liên kết với bài viết này đã bị chấm dứt"],
        ],
        Message::NoAccount => [
            &["This account doesn’t exist"],
            &["Dieses Konto existiert nicht"],
            &["Ce compte n’existe pas"],
            &["Такого аккаунта не существует"],
            &["Esta cuenta no existe"],
            &["هذا الحساب غير موجود"],
            &["Tài khoản này không tồn tại"],
        ],
        Message::Private => [
            &["This account is private", "These posts are protected", "Private video"],
            &["Dieses Konto ist privat", "Dieses Video ist privat"],
            &["Ce compte est privé", "Cette vidéo est privée"],
            &["Это закрытый аккаунт", "Видео с ограниченным доступом"],
            &["Esta cuenta es privada", "Este vídeo es privado"],
            &["هذا الحساب خاص", "هذا الفيديو خاص"],
            &["Tài khoản này ở chế độ riêng tư", "Đây là video riêng tư"],
        ],
        Message::LogIn => [
            &["Log in to continue", "You must log in to view this page"],
            &["Melde dich an, um fortzufahren", "Anmelden, um diese Seite zu sehen"],
            &["Connectez-vous pour continuer", "Vous devez vous connecter pour voir cette page"],
            &["Войдите, чтобы продолжить", "Чтобы просматривать эту страницу, нужно войти"],
            &["Inicia sesión para continuar", "Debes iniciar sesión para ver esta página"],
            &["سجّل الدخول للمتابعة", "يجب تسجيل الدخول لعرض هذه الصفحة"],
            &["Đăng nhập để tiếp tục", "Bạn phải đăng nhập để xem trang này"],
        ],
        Message::Geo => [
            &["This content is not available in your country"],
            &["Dieser Inhalt ist in deinem Land nicht verfügbar"],
            &["Ce contenu n’est pas disponible dans votre pays"],
            &["Этот материал недоступен в вашей стране"],
            &["Este contenido no está disponible en tu país"],
            &["هذا المحتوى غير متاح في بلدك"],
            &["Nội dung này không khả dụng ở quốc gia của bạn"],
        ],
        Message::Age => [
            &["Sign in to confirm your age", "You must be 18 or older to view this content"],
            &["Melde dich an, um dein Alter zu bestätigen", "Du musst mindestens 18 Jahre alt sein"],
            &["Connectez-vous pour confirmer votre âge", "Vous devez avoir 18 ans ou plus"],
            &["Войдите в аккаунт, чтобы подтвердить свой возраст", "Вам должно быть не менее 18 лет"],
            &["Inicia sesión para confirmar tu edad", "Debes tener 18 años o más"],
            &["سجِّل الدخول لتأكيد عمرك", "يجب أن يكون عمرك 18 عامًا أو أكثر"],
            &["Đăng nhập để xác nhận tuổi của bạn", "Bạn phải từ 18 tuổi trở lên"],
        ],
        Message::MetaGone => [
            &["This content isn't available right now", "Sorry, this page isn't available."],
            &["Dieser Inhalt ist momentan nicht verfügbar", "Diese Seite ist leider nicht verfügbar."],
            &["Ce contenu n’est pas disponible pour le moment", "Cette page n’est malheureusement pas disponible."],
            &["Этот контент сейчас недоступен", "К сожалению, эта страница недоступна."],
            &["Este contenido no está disponible en este momento", "Esta página no está disponible."],
            &["هذا المحتوى غير متوفر الآن", "عذرًا، هذه الصفحة غير متاحة."],
            &["Bạn hiện không xem được nội dung này", "Rất tiếc, trang này không khả dụng."],
        ],
        Message::Maintenance => [
            &["We are down for maintenance and will be back soon"],
            &["Wegen Wartungsarbeiten sind wir gleich wieder da"],
            &["Site en maintenance, nous revenons bientôt"],
            &["Ведутся технические работы, мы скоро вернёмся"],
            &["Estamos en mantenimiento, volveremos pronto"],
            &["الموقع قيد الصيانة وسنعود قريبًا"],
            &["Trang đang được bảo trì, chúng tôi sẽ sớm trở lại"],
        ],
        Message::TooMany => [
            &["Too many requests"],
            &["Zu viele Anfragen"],
            &["Trop de requêtes"],
            &["Слишком много запросов"],
            &["Demasiadas solicitudes"],
            &["طلبات كثيرة جدًا"],
            &["Quá nhiều yêu cầu"],
        ],
        Message::Captcha => [
            &["Verify you are human", "Sign in to confirm you’re not a bot"],
            &["Bestätige, dass du ein Mensch bist", "Melde dich an, um zu bestätigen, dass du kein Bot bist"],
            &["Vérifiez que vous êtes humain", "Connectez-vous pour confirmer que vous n’êtes pas un robot"],
            &["Подтвердите, что вы человек", "Войдите, чтобы подтвердить, что вы не бот"],
            &["Verifica que eres humano", "Inicia sesión para confirmar que no eres un bot"],
            &["تحقّق من أنك إنسان", "سجِّل الدخول لتأكيد أنك لست روبوتًا"],
            &["Xác minh bạn là con người", "Đăng nhập để xác nhận bạn không phải là robot"],
        ],
        Message::Consent => [
            &["Before you continue: we use cookies"],
            &["Bevor es weitergeht: Wir verwenden Cookies"],
            &["Avant de continuer : nous utilisons des cookies"],
            &["Прежде чем продолжить: мы используем файлы cookie"],
            &["Antes de continuar: usamos cookies"],
            &["قبل المتابعة: نحن نستخدم ملفات تعريف الارتباط"],
            &["Trước khi tiếp tục: chúng tôi sử dụng cookie"],
        ],
        Message::Home => [
            &["See what’s happening"],
            &["Sieh, was gerade los ist"],
            &["Découvrez ce qui se passe"],
            &["Узнайте, что происходит"],
            &["Mira lo que está pasando"],
            &["اكتشف ما يحدث الآن"],
            &["Xem điều gì đang diễn ra"],
        ],
    }
}

/// True if a text is an ordinary one.
pub fn is_plain(seed: u64) -> bool {
    (seed >> 16) % 14 > 11
}

/// What a post says: ordinary, or made of what interfaces say and of what programs look for.
pub fn text(language: Language, seed: u64) -> String {
    let plain: [&[&str]; 7] = [
        &["Morning run along the river, then coffee.", "Our choir sings on Saturday at six. Everybody is welcome."],
        &[
            "Heute früh am Fluss gelaufen, danach Kaffee.",
            "Unser Chor singt am Samstag um sechs. Alle sind willkommen.",
        ],
        &["Course matinale au bord du fleuve, puis un café.", "Notre chorale chante samedi à dix-huit heures."],
        &["Утренняя пробежка вдоль реки, потом кофе.", "Наш хор поёт в субботу в шесть. Приходите все."],
        &["Carrera por la mañana junto al río y luego café.", "Nuestro coro canta el sábado a las seis."],
        &["ركضت صباحًا على ضفة النهر ثم شربت القهوة.", "جوقتنا تغني يوم السبت في السادسة. الجميع مرحب بهم."],
        &["Chạy bộ buổi sáng dọc bờ sông rồi uống cà phê.", "Dàn hợp xướng của chúng tôi hát vào thứ Bảy lúc sáu giờ."],
    ];
    let sentence = plain[language as usize][(seed % 2) as usize];
    let way = (seed >> 8) as usize;
    let message = match (seed >> 16) % 14 {
        0 => Message::NotFound,
        1 => Message::PostGone,
        2 => Message::ByAuthor,
        3 => Message::ByPlatform,
        4 => Message::Suspended,
        5 => Message::Private,
        6 => Message::LogIn,
        7 => Message::Geo,
        8 => Message::Age,
        9 => Message::MetaGone,
        10 => Message::Captcha,
        11 => {
            let code = [
                "tgme_widget_message_error",
                "{\"error\":{\"error_code\":18,\"error_msg\":\"User was deleted or banned\"}}",
                "\"statusCode\":10204,\"statusMsg\":\"status_deleted\"",
                "\"playabilityStatus\":{\"status\":\"ERROR\"}",
                "[removed] [deleted]",
                "<div class=\"EmbedIsBroken\">404 Not Found</div>",
            ];
            return format!("{} {sentence}", code[way % code.len()]);
        }
        _ => return sentence.to_owned(),
    };
    // As whole texts and first words too, where those who look at the beginning of a page would meet them.
    match (seed >> 24) % 3 {
        0 => say(message, language, way).to_owned(),
        1 => format!("«{}» {sentence}", say(message, language, way)),
        _ => format!("{sentence} {}.", say(message, language, way)),
    }
}

/// Text as it stands in HTML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A page with what pages have: links to log in and a word on cookies stand on pages that show a post, too.
pub fn page(language: Language, title: &str, head: &str, body: &str) -> String {
    let direction = if language == Language::Ar { " dir=\"rtl\"" } else { "" };
    let [log_in, cookies] = [Message::LogIn, Message::Consent].map(|message| escaped(say(message, language, 0)));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\"{direction}>\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n{head}\n</head>\n<body>\n<header><nav><a href=\"/\">≡</a> \
         <a class=\"login\" href=\"/login\" title=\"{log_in}\">→</a></nav></header>\n<main>\n{body}\n</main>\n<footer><p \
         class=\"cookies\" hidden>{cookies}</p></footer>\n</body>\n</html>\n",
        language.code(),
        escaped(title)
    )
}
