# Уведомления, обращения к властям и просьбы о комментарии на русском языке. У Регламента (ЕС) 2022/2065 нет официальной
# русской версии: здесь перевод его слов.

demonstration = ДЕМОНСТРАЦИЯ: организация вымышлена. Не отправлять.
demonstration-subject = [ДЕМОНСТРАЦИЯ]

## Head.

title-notice = Уведомление о незаконном контенте по статье 16 Регламента (ЕС) 2022/2065 (Закон о цифровых услугах)
title-elsewhere = Уведомление о незаконном контенте со сведениями по пункту 2 статьи 16 Регламента (ЕС) 2022/2065 (Закон о цифровых услугах)
title-contract = Уведомление о контенте, несовместимом с вашими условиями
title-referral = Обращение к компетентному органу о контенте в сети
title-comment = Просьба о комментарии до публикации
head-number = Номер
head-to = Кому
head-from = От кого
head-date = Дата
head-jurisdiction = Применяемое право
head-organisation = Организация
head-posts = Записей
head-part = Часть
head-category = Категория
head-about = Предмет
part-of = { $part } из { $parts }
desk = { $platform }, служба приёма уведомлений
authority = Компетентный орган

intro-notice = { $name } настоящим уведомляет { $platform } о записях, указанных в пункте b) (всего: { $count }), считает их незаконным контентом и просит принять меры по этому уведомлению.
intro-elsewhere = { $name } настоящим уведомляет { $platform } о записях, указанных в пункте b) (всего: { $count }), и считает их незаконными по следующему праву: { $jurisdiction }. Это право не является правом Союза; уведомление содержит сведения, которых требует пункт 2 статьи 16 Регламента (ЕС) 2022/2065.
intro-contract = { $name } настоящим уведомляет { $platform } о записях, указанных в пункте b) (всего: { $count }), как о несовместимых с её условиями. Правовое основание не заявляется.
intro-referral = Это обращение: оно передаёт факты. Применяется ли Регламент (ЕС) 2021/784 или национальное право, решает орган. Это не предписание об удалении, и срок оно не устанавливает.
asks = Просим вас:
asks-receipt = без неоправданной задержки подтвердить получение этого уведомления (пункт 4 статьи 16),
asks-decide = своевременно, тщательно, непроизвольно и объективно принять по нему решение (пункт 6 статьи 16),
asks-tell = без неоправданной задержки сообщить решение, с указанием возможностей обжалования и использования автоматизированных средств (пункты 5 и 6 статьи 16).
asks-plain = подтвердить получение, принять решение и сообщить его уведомителю.
trusted-flagger = { $name } является доверенным уведомителем в смысле статьи 22 Регламента (ЕС) 2022/2065. Статус присвоен координатором цифровых услуг: { $by }, { $on }. Установленная область компетенции: { $expertise }. Уведомления в этой области рассматриваются в приоритетном порядке и без неоправданной задержки (пункт 1 статьи 22).

## Whose law.

jurisdiction-EU = Европейский союз (ЕС)
jurisdiction-UK = Соединённое Королевство (UK)
jurisdiction-US = Соединённые Штаты (US)
jurisdiction-AT = Австрия
jurisdiction-BE = Бельгия
jurisdiction-BG = Болгария
jurisdiction-CY = Кипр
jurisdiction-CZ = Чехия
jurisdiction-DE = Германия
jurisdiction-DK = Дания
jurisdiction-EE = Эстония
jurisdiction-ES = Испания
jurisdiction-FI = Финляндия
jurisdiction-FR = Франция
jurisdiction-GR = Греция
jurisdiction-HR = Хорватия
jurisdiction-HU = Венгрия
jurisdiction-IE = Ирландия
jurisdiction-IT = Италия
jurisdiction-LT = Литва
jurisdiction-LU = Люксембург
jurisdiction-LV = Латвия
jurisdiction-MT = Мальта
jurisdiction-NL = Нидерланды
jurisdiction-PL = Польша
jurisdiction-PT = Португалия
jurisdiction-RO = Румыния
jurisdiction-SE = Швеция
jurisdiction-SI = Словения
jurisdiction-SK = Словакия

## (a) Reasons.

heading-a = (a) Достаточно обоснованное объяснение причин, по которым утверждается, что информация является незаконным контентом
heading-a-contract = (a) Достаточно обоснованное объяснение причин
heading-facts = Факты и оценка
sub-assessment = Что представляют собой записи
numbered = { $count ->
    [one] Запись { $numbers }
   *[other] Записи { $numbers }
 }
assessed = { $posts } (кампания { $campaign } дела): { $term } ({ $from }–{ $to } %, { $scale }), что это вербовка от имени { $organisation }.
assessed-even = { $posts } (кампания { $campaign } дела): что это вербовка от имени { $organisation }, оценивается так: { $term } ({ $from }–{ $to } %, { $scale }).
confidence = Степень уверенности в этой оценке: { $level }.
quoted = Словами дела: «{ $text }»
items-for = Что говорит за это:
items-against = Что говорит против этого:
items-neither = Что не говорит ни за, ни против:
item = { $id }, { $family }: отношение правдоподобия { $ratio } ({ $support }), оценка источника { $grade }. { $quoted }
ratio-at-least = не менее { $ratio }
ratio-over = более { $ratio }
ratio-at-most = не более { $ratio }
ratio-under = менее { $ratio }
together = Все свидетельства вместе, каждый источник один раз: отношение правдоподобия { $ratio } ({ $support }).
prior = До этих свидетельств вероятность принималась равной { $prior } %.
other-prior = Если принять её равной { $prior } %, оценка была бы такой: { $term }.
items-more = Остальные свидетельства ({ $count }) приведены в notice.json.
offers-work = Каждая запись процитирована в пункте b) теми словами, которыми она вербует.

term-almost-no-chance = почти исключено («almost no chance»)
term-remote-chance = отдалённая возможность («remote chance»)
term-very-unlikely = весьма маловероятно («very unlikely»)
term-highly-unlikely = в высокой степени маловероятно («highly unlikely»)
term-unlikely = маловероятно («unlikely»)
term-realistic-possibility = реальная возможность («realistic possibility»)
term-roughly-even-chance = примерно равная вероятность («roughly even chance»)
term-likely = вероятно («likely»)
term-very-likely = весьма вероятно («very likely»)
term-highly-likely = в высокой степени вероятно («highly likely»)
term-almost-certain = почти наверняка («almost certain»)
level-low = низкая
level-moderate = средняя
level-high = высокая
support-0 = не поддерживает ни одну из сторон
support-1 = слабая поддержка
support-2 = умеренная поддержка
support-3 = умеренно сильная поддержка
support-4 = сильная поддержка
support-5 = очень сильная поддержка
support-6 = крайне сильная поддержка
family-language = формулировки
family-contact = контакты
family-offer = предложение
family-media = изображения и фильмы
family-self-identification = сама называет организацию
family-account-link = связи между аккаунтами
family-coordination = согласованность
family-second-source = второй источник
family-parody = пародия
family-news = новости
family-copycat-scam = подражание мошенников
family-contact-used-by-others = контакты, используемые другими

sub-law = Правовое основание
law-item = { $number }. { $jurisdiction }, { $authority }: { $measure } ({ $kind }), { $interval }. Источник: { $source }.
law-posts = В день публикации действовало для: { $posts }.
interval-since = действует с { $from }
interval-until = действует с { $from }, не действует с { $until }
interval-call = от { $from }; никого не обязывает
kind-sanctions = ограничительная мера (санкционный список)
kind-terrorist_listing = включение в список террористических организаций
kind-proscription = запрет
kind-criminal = признание преступной организацией
kind-call = призыв, не имеет обязательной силы
kind-unknown = вид не указан
means-sanctions = Эта мера является ограничительной. Это не включение в список террористических организаций, и настоящее уведомление не просит об удалении по Регламенту (ЕС) 2021/784.
means-terrorist_listing = Предписания об удалении по Регламенту (ЕС) 2021/784 выносят только компетентные органы; настоящее уведомление им не является и не просит считать его таковым.
means-proscription = Эта мера запрещает организацию. Настоящее уведомление не является предписанием об удалении по Регламенту (ЕС) 2021/784.
means-criminal = Эта мера касается преступной организации. Это не включение в список террористических организаций, и настоящее уведомление не просит об удалении по Регламенту (ЕС) 2021/784.
law-alleged = { $posts }: опубликовано, когда { $organisation } находилась под этой мерой. Уведомитель утверждает, что это, по оценке выше, вербовка для неё и потому в отношении этой деятельности не соответствует указанному праву (пункт h статьи 3 Регламента (ЕС) 2022/2065).
law-alleged-elsewhere = { $posts }: опубликовано, когда { $organisation } находилась под этой мерой. Уведомитель утверждает, что это, по оценке выше, вербовка для неё и потому не соответствует указанному праву.
law-prohibitions = { $posts }: опубликовано, когда { $organisation } находилась под этой мерой. По оценке выше, уведомитель считает это вербовкой для неё и нарушением запретов, связанных с этой мерой; какой из них применим, подлежит оценке.
law-provisions = Положения, которые уведомитель считает нарушенными: { $text }
law-none = { $posts }: опубликовано, когда по указанному здесь праву ни одна мера не действовала: { $jurisdiction }. Правовое основание здесь не заявляется.
law-between = { $posts }: опубликовано в момент, день которого в часовом поясе дела не совпадает с днём по UTC; мера по указанному здесь праву действовала только в один из этих дней: { $jurisdiction }. Правовое основание здесь не заявляется.
law-undated = { $posts }: время публикации неизвестно. Правовое основание здесь не заявляется.

sub-rule = Договорное основание (ср. подпункт e пункта 3 статьи 17 Регламента (ЕС) 2022/2065)
rule-posts = Отдельно от этого считается несовместимым со следующим вашим правилом: { $posts }.
rule-posts-only = Считается несовместимым со следующим вашим правилом: { $posts }.
rule-item = { $title } ({ $url }), редакция: { $edition }
rule-text = «{ $text }»
rule-why = По оценке выше, это расценивается как вербовка для { $organisation } ({ $kind }).
limit-own-list = Правило говорит об организациях, которые вы определяете сами. Определили ли вы эту, уведомителю неизвестно.
limit-type = Относится ли организация к тем, о которых говорит правило, оценивать вам; названные в уведомлении меры являются фактами для этого.
limit-violence = Правило говорит о пропаганде насилия. Относится ли к ней вербовка для вооружённой организации, оценивать вам.
limit-legality = Правило запрещает незаконное; см. правовое основание.

## (b) Location.

heading-b = (b) Ясное указание точного электронного местонахождения информации и дополнительные сведения для её определения
heading-posts = Записи: точное электронное местонахождение и сведения для определения
post-title = Запись { $number }
field-url = URL-адрес
field-id = Номер записи на { $platform }
field-account = Аккаунт
account-id = номер { $id }
field-published = Опубликовано
field-language = Язык
field-text = Текст, как он собран
text-cut = { $text } […]
field-organisation = Называет организацию
field-contact = Контакт ({ $kind })
field-picture-contact = Контакт на изображении или в фильме ({ $kind })
contact-phone = номер телефона
contact-whatsapp = WhatsApp
contact-viber = Viber
contact-signal = Signal
contact-telegram = Telegram
contact-telegram_invite = приглашение в Telegram
contact-vk = VK
contact-instagram = Instagram
contact-facebook = Facebook
contact-email = адрес электронной почты
contact-url = веб-адрес
contact-domain = домен
contact-bitcoin = Bitcoin
contact-ethereum = Ethereum
contact-tron = TRON
contact-ton = TON
contact-bank_card = банковская карта
field-sign = Признак вербовки ({ $sign })
field-offer = Предлагаемая плата
field-media = Вложение ({ $kind }), SHA-256
media-picture = изображение
media-film = фильм
media-sound = звук
field-media-unheld = Вложений не сохранено
field-grounds = Меры, действовавшие в тот день
field-evidence = Свидетельства, которые на ней основаны
field-look = Последняя проверка
look = { $at }: { $status }
status-up = доступно
status-removed = удалено
status-account_gone = аккаунта нет
status-private = закрыто
status-login_wall = только после входа
status-geo_blocked = недоступно из места проверки
status-age_gate = за проверкой возраста
status-unknown = неизвестно
field-source = Собранная запись
field-more = Другие отмеченные места
quote = «{ $text }»
more-quotes = { $count }, в notice.json
none = нет
unknown = неизвестно

sign-fighting-role = боевая роль
sign-role = роль
sign-war-work = военная работа
sign-invitation = приглашение
sign-vacancy = вакансия
sign-pay = плата
sign-pay-spoken-of = упоминание платы
sign-age-asked-for = требуемый возраст
sign-benefit = льгота
sign-condition = условие
sign-contract = контракт
sign-account-to-write-to = аккаунт, которому писать

## (c) and (d).

heading-c = (c) Имя и адрес электронной почты лица или организации, подающих уведомление
heading-sender = Отправитель
field-name = Имя
field-email = Адрес электронной почты
heading-d = (d) Заявление о добросовестности
good-faith = Лицо или организация, подающие уведомление, подтверждают свою добросовестную убеждённость в том, что содержащиеся в нём сведения и утверждения точны и полны.
good-faith-whose = Это заявление принадлежит уведомителю. Оно составлено заранее и подтверждается отправкой уведомления.
referral-faith = Факты таковы, как они есть в деле; отправитель передаёт их добросовестно.

heading-attached = Приложение и проверка
attached = То же для программ приложено как notice.json.
ledger = Составлено по делу, в журнале которого тогда было записей: { $entries }; контрольная сумма последней записи: { $head } (SHA-256). Каждая запись ведёт к байтам файла, SHA-256 которого стоит там.

## Referral.

heading-designations = Меры в отношении организации и их характер
designation-item = { $jurisdiction }, { $authority }: { $measure }. Вид: { $kind }, { $interval }. Источник: { $source }.

## Request for comment.

intro-comment = { $name } намерен(а) опубликовать приведённые ниже выводы и просит { $party } о комментарии.
heading-claims = Что будет опубликовано
claim = { $id }: «{ $text }»
heading-comment-posts = Записи на { $platform }
comment-post = { $url } (опубликовано { $at })
heading-questions = Вопросы
question-wrong = Есть ли в этих утверждениях неверное или неполное, и что верно?
question-known = Знала ли { $platform } об этих записях или аккаунтах, с какого времени и от кого?
question-action = Что было сделано с каждой записью, когда и на каком основании?
question-measures = Что делает { $platform } против вербовки для таких организаций?
question-add = Что ещё следует знать читателям?
heading-deadline = Срок и способ ответа
deadline = Просим ответить не позднее { $local } ({ $utc }).
answer-how = Просим ответить по электронной почте на { $email } с указанием номера { $id }. На утверждения, названные по номерам, можно ответить по отдельности.
answer-kept = Ответы хранятся в том виде, в каком получены, и цитируются дословно с датой. Если к сроку ответа нет, публикация это скажет; более поздний будет добавлен.

## Subjects of e-mails.

subject-notice = { $id }: уведомление о незаконном контенте на { $platform }, записей: { $count }
subject-contract = { $id }: уведомление о записях на { $platform }, записей: { $count }
subject-referral = { $id }: обращение о записях для { $organisation }, записей: { $count }
subject-comment = { $id }: просьба о комментарии, ответ не позднее { $deadline }
