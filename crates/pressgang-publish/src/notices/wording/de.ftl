# Meldungen, Hinweise an Behörden und Bitten um Stellungnahme auf Deutsch; die Wendungen der Verordnung (EU) 2022/2065
# stehen in deren deutscher Fassung.

demonstration = VORFÜHRUNG: Die Organisation ist erfunden. Nicht absenden.
demonstration-subject = [VORFÜHRUNG]

## Head.

title-notice = Meldung rechtswidriger Inhalte nach Artikel 16 der Verordnung (EU) 2022/2065 (Gesetz über digitale Dienste)
title-elsewhere = Meldung rechtswidriger Inhalte mit den Angaben nach Artikel 16 Absatz 2 der Verordnung (EU) 2022/2065 (Gesetz über digitale Dienste)
title-contract = Meldung von Inhalten, die mit Ihren Allgemeinen Geschäftsbedingungen unvereinbar sind
title-referral = Hinweis auf Online-Inhalte an eine zuständige Behörde
title-comment = Bitte um Stellungnahme vor einer Veröffentlichung
head-number = Nummer
head-to = An
head-from = Von
head-date = Datum
head-jurisdiction = Zugrunde liegendes Recht
head-organisation = Organisation
head-posts = Beiträge
head-part = Teil
head-category = Kategorie
head-about = Betrifft
part-of = { $part } von { $parts }
desk = { $platform }, Stelle für Meldungen
authority = Zuständige Behörde

intro-notice = { $name } meldet { $platform } hiermit { $count ->
    [one] den unter b) genannten Beitrag, sieht ihn
   *[other] die { $count } unter b) genannten Beiträge, sieht sie
 } als rechtswidrige Inhalte an und bittet Sie, auf diese Meldung hin tätig zu werden.
intro-elsewhere = { $name } meldet { $platform } hiermit { $count ->
    [one] den unter b) genannten Beitrag und sieht ihn
   *[other] die { $count } unter b) genannten Beiträge und sieht sie
 } als rechtswidrig nach folgendem Recht an: { $jurisdiction }. Dieses Recht ist kein Unionsrecht; die Meldung enthält die Angaben, die Artikel 16 Absatz 2 der Verordnung (EU) 2022/2065 verlangt.
intro-contract = { $name } meldet { $platform } hiermit { $count ->
    [one] den unter b) genannten Beitrag
   *[other] die { $count } unter b) genannten Beiträge
 } als unvereinbar mit den Allgemeinen Geschäftsbedingungen. Eine Rechtsgrundlage wird nicht geltend gemacht.
intro-referral = Dies ist ein Hinweis: Er gibt Tatsachen weiter. Ob die Verordnung (EU) 2021/784 oder nationales Recht anzuwenden ist, entscheidet die Behörde. Er ist keine Entfernungsanordnung und setzt keine Frist.
asks = Sie werden gebeten,
asks-receipt = unverzüglich den Eingang dieser Meldung zu bestätigen (Artikel 16 Absatz 4),
asks-decide = zeitnah, sorgfältig, frei von Willkür und objektiv über sie zu entscheiden (Artikel 16 Absatz 6),
asks-tell = die Entscheidung unverzüglich mitzuteilen, mit Hinweisen auf die möglichen Rechtsbehelfe und auf etwaige automatisierte Mittel (Artikel 16 Absätze 5 und 6).
asks-plain = den Eingang zu bestätigen, über die Meldung zu entscheiden und die Entscheidung mitzuteilen.
trusted-flagger = { $name } ist vertrauenswürdiger Hinweisgeber im Sinne von Artikel 22 der Verordnung (EU) 2022/2065. Den Status hat der Koordinator für digitale Dienste zuerkannt: { $by }, am { $on }. Ausgewiesenes Fachgebiet: { $expertise }. Meldungen in diesem Fachgebiet sind vorrangig zu behandeln und unverzüglich zu bearbeiten und einer Entscheidung zuzuführen (Artikel 22 Absatz 1).

## Whose law.

jurisdiction-EU = Europäische Union (EU)
jurisdiction-UK = Vereinigtes Königreich (UK)
jurisdiction-US = Vereinigte Staaten (US)
jurisdiction-AT = Österreich
jurisdiction-BE = Belgien
jurisdiction-BG = Bulgarien
jurisdiction-CY = Zypern
jurisdiction-CZ = Tschechien
jurisdiction-DE = Deutschland
jurisdiction-DK = Dänemark
jurisdiction-EE = Estland
jurisdiction-ES = Spanien
jurisdiction-FI = Finnland
jurisdiction-FR = Frankreich
jurisdiction-GR = Griechenland
jurisdiction-HR = Kroatien
jurisdiction-HU = Ungarn
jurisdiction-IE = Irland
jurisdiction-IT = Italien
jurisdiction-LT = Litauen
jurisdiction-LU = Luxemburg
jurisdiction-LV = Lettland
jurisdiction-MT = Malta
jurisdiction-NL = Niederlande
jurisdiction-PL = Polen
jurisdiction-PT = Portugal
jurisdiction-RO = Rumänien
jurisdiction-SE = Schweden
jurisdiction-SI = Slowenien
jurisdiction-SK = Slowakei

## (a) Reasons.

heading-a = (a) Hinreichend begründete Erläuterung, warum die fraglichen Informationen als rechtswidrige Inhalte angesehen werden
heading-a-contract = (a) Hinreichend begründete Erläuterung
heading-facts = Tatsachen und Bewertung
numbered = { $count ->
    [one] Beitrag { $numbers }
   *[other] Beiträge { $numbers }
 }
sub-assessment = Was die Beiträge sind
assessed = { $posts } (Kampagne { $campaign } des Falls): Es ist { $term } ({ $from } bis { $to } %, { $scale }), dass hier im Namen von { $organisation } angeworben wird.
assessed-even = { $posts } (Kampagne { $campaign } des Falls): Dass hier im Namen von { $organisation } angeworben wird, wird bewertet als: { $term } ({ $from } bis { $to } %, { $scale }).
confidence = Sicherheit dieser Einschätzung: { $level }.
quoted = In den Worten des Falls: „{ $text }“
items-for = Was dafür spricht:
items-against = Was dagegen spricht:
items-neither = Was für keine der beiden Seiten spricht:
item = { $id }, { $family }: Likelihood-Quotient { $ratio } ({ $support }), Quelle mit { $grade } bewertet. { $quoted }
ratio-at-least = mindestens { $ratio }
ratio-over = über { $ratio }
ratio-at-most = höchstens { $ratio }
ratio-under = unter { $ratio }
together = Alle Belege zusammen, jeder Ursprung einmal: Likelihood-Quotient { $ratio } ({ $support }).
prior = Vor diesen Belegen wurde es als zu { $prior } % wahrscheinlich angenommen.
other-prior = Bei einer Annahme von { $prior } % lautete die Einschätzung: { $term }.
items-more = { $count } weitere Punkte stehen in notice.json.
offers-work = Jeder Beitrag ist unter b) mit den Worten zitiert, mit denen er anwirbt.

term-almost-no-chance = fast ausgeschlossen („almost no chance“)
term-remote-chance = entfernte Möglichkeit („remote chance“)
term-very-unlikely = sehr unwahrscheinlich („very unlikely“)
term-highly-unlikely = höchst unwahrscheinlich („highly unlikely“)
term-unlikely = unwahrscheinlich („unlikely“)
term-realistic-possibility = eine realistische Möglichkeit („realistic possibility“)
term-roughly-even-chance = etwa gleich wahrscheinlich („roughly even chance“)
term-likely = wahrscheinlich („likely“)
term-very-likely = sehr wahrscheinlich („very likely“)
term-highly-likely = höchst wahrscheinlich („highly likely“)
term-almost-certain = fast sicher („almost certain“)
level-low = gering
level-moderate = mittel
level-high = hoch
support-0 = stützt keine der beiden Seiten
support-1 = schwache Stützung
support-2 = mäßige Stützung
support-3 = mäßig starke Stützung
support-4 = starke Stützung
support-5 = sehr starke Stützung
support-6 = äußerst starke Stützung
family-language = Wortlaut
family-contact = Kontakte
family-offer = Angebot
family-media = Bilder und Filme
family-self-identification = nennt die Organisation selbst
family-account-link = Verbindungen zwischen Konten
family-coordination = Koordinierung
family-second-source = zweite Quelle
family-parody = Parodie
family-news = Nachrichten
family-copycat-scam = Nachahmung durch Betrüger
family-contact-used-by-others = von anderen genutzte Kontakte

sub-law = Rechtsgrundlage
law-item = { $number }. { $jurisdiction }, { $authority }: { $measure } ({ $kind }), { $interval }. Quelle: { $source }.
law-posts = Am Tag der Veröffentlichung in Kraft für: { $posts }.
interval-since = in Kraft seit { $from }
interval-until = in Kraft ab { $from }, nicht mehr ab { $until }
interval-call = vom { $from }; bindet niemanden
kind-sanctions = restriktive Maßnahme (Sanktionsliste)
kind-terrorist_listing = Aufnahme in eine Liste terroristischer Organisationen
kind-proscription = Verbot
kind-criminal = Feststellung, dass es eine kriminelle Organisation ist
kind-call = Aufruf, nicht bindend
kind-unknown = Art nicht angegeben
means-sanctions = Diese Benennung ist eine restriktive Maßnahme. Sie ist keine Aufnahme in eine Liste terroristischer Organisationen, und diese Meldung verlangt keine Entfernung nach der Verordnung (EU) 2021/784.
means-terrorist_listing = Entfernungsanordnungen nach der Verordnung (EU) 2021/784 erlassen allein zuständige Behörden; diese Meldung ist keine und will nicht als solche behandelt werden.
means-proscription = Diese Benennung verbietet die Organisation. Diese Meldung ist keine Entfernungsanordnung nach der Verordnung (EU) 2021/784.
means-criminal = Diese Benennung betrifft eine kriminelle Organisation. Sie ist keine Aufnahme in eine Liste terroristischer Organisationen, und diese Meldung verlangt keine Entfernung nach der Verordnung (EU) 2021/784.
law-alleged = { $posts }: veröffentlicht, während { $organisation } so benannt war. Die meldende Person oder Einrichtung macht geltend, dass hier, wie oben bewertet, für diese Organisation angeworben wird und dies deshalb durch Bezugnahme auf diese Tätigkeit nicht im Einklang mit dem genannten Recht steht (Artikel 3 Buchstabe h der Verordnung (EU) 2022/2065).
law-alleged-elsewhere = { $posts }: veröffentlicht, während { $organisation } so benannt war. Die meldende Person oder Einrichtung macht geltend, dass hier, wie oben bewertet, für diese Organisation angeworben wird und dies deshalb nicht im Einklang mit dem genannten Recht steht.
law-prohibitions = { $posts }: veröffentlicht, während { $organisation } so benannt war. Wie oben bewertet, sieht die meldende Person oder Einrichtung dies als Anwerben für diese Organisation an und hält es für einen Verstoß gegen die mit dieser Maßnahme verbundenen Verbote; welches davon anwendbar ist, bleibt zu prüfen.
law-provisions = Vorschriften, die die meldende Person oder Einrichtung für verletzt hält: { $text }
law-none = { $posts }: veröffentlicht, als nach dem hier genannten Recht keine Benennung in Kraft war: { $jurisdiction }. Eine Rechtsgrundlage wird hierfür nicht geltend gemacht.
law-between = { $posts }: veröffentlicht zu einem Zeitpunkt, dessen Tag in der Zeitzone des Falls nicht der Tag in UTC ist; eine Benennung nach dem hier genannten Recht war nur an einem der beiden Tage in Kraft: { $jurisdiction }. Eine Rechtsgrundlage wird hierfür nicht geltend gemacht.
law-undated = { $posts }: Wann veröffentlicht wurde, ist nicht bekannt. Eine Rechtsgrundlage wird hierfür nicht geltend gemacht.

sub-rule = Vertragliche Grundlage (vgl. Artikel 17 Absatz 3 Buchstabe e der Verordnung (EU) 2022/2065)
rule-posts = Davon getrennt als unvereinbar mit der folgenden Ihrer Regeln angesehen: { $posts }.
rule-posts-only = Als unvereinbar mit der folgenden Ihrer Regeln angesehen: { $posts }.
rule-item = { $title } ({ $url }), Ausgabe: { $edition }
rule-text = „{ $text }“
rule-why = Wie oben bewertet, wird dies als Anwerben für { $organisation } ({ $kind }) angesehen.
limit-own-list = Die Regel spricht von Organisationen, die Sie selbst benennen. Ob Sie diese benannt haben, ist der meldenden Person oder Einrichtung nicht bekannt.
limit-type = Ob die Organisation zu denen gehört, von denen die Regel spricht, haben Sie zu beurteilen; die in dieser Meldung genannten Benennungen sind Tatsachen dafür.
limit-violence = Die Regel spricht von der Förderung von Gewalt. Ob das Anwerben für eine bewaffnete Organisation dazu gehört, haben Sie zu beurteilen.
limit-legality = Die Regel verbietet Rechtswidriges; siehe die Rechtsgrundlage.

## (b) Location.

heading-b = (b) Eindeutige Angabe des genauen elektronischen Speicherorts der Informationen und weitere Angaben zu ihrer Ermittlung
heading-posts = Beiträge: genauer elektronischer Speicherort und Angaben zur Ermittlung
post-title = Beitrag { $number }
field-url = URL-Adresse
field-id = Nummer des Beitrags bei { $platform }
field-account = Konto
account-id = Nummer { $id }
field-published = Veröffentlicht
field-language = Sprache
field-text = Text, wie er erhoben wurde
text-cut = { $text } […]
field-organisation = Nennt die Organisation
field-contact = Kontakt ({ $kind })
field-picture-contact = Kontakt in einem Bild oder Film ({ $kind })
contact-phone = Telefonnummer
contact-whatsapp = WhatsApp
contact-viber = Viber
contact-signal = Signal
contact-telegram = Telegram
contact-telegram_invite = Telegram-Einladung
contact-vk = VK
contact-instagram = Instagram
contact-facebook = Facebook
contact-email = E-Mail-Adresse
contact-url = Webadresse
contact-domain = Domain
contact-bitcoin = Bitcoin
contact-ethereum = Ethereum
contact-tron = TRON
contact-ton = TON
contact-bank_card = Bankkarte
field-sign = Zeichen der Anwerbung ({ $sign })
field-offer = Gebotener Lohn
field-media = Angehängt ({ $kind }), SHA-256
media-picture = Bild
media-film = Film
media-sound = Ton
field-media-unheld = Nicht vorliegende angehängte Dateien
field-grounds = An jenem Tag geltende Benennungen
field-evidence = Belege, die auf ihm beruhen
field-look = Zuletzt abgerufen
look = { $at }: { $status }
status-up = abrufbar
status-removed = entfernt
status-account_gone = Konto fort
status-private = privat
status-login_wall = hinter einer Anmeldung
status-geo_blocked = vom Abrufort aus gesperrt
status-age_gate = hinter einer Altersschranke
status-unknown = nicht bekannt
field-source = Erhobener Datensatz
field-more = Weitere markierte Stellen
quote = „{ $text }“
more-quotes = { $count }, in notice.json
none = keine
unknown = nicht bekannt

sign-fighting-role = Kampfaufgabe
sign-role = Aufgabe
sign-war-work = Kriegsarbeit
sign-invitation = Aufforderung
sign-vacancy = offene Stelle
sign-pay = Lohn
sign-pay-spoken-of = Rede von Lohn
sign-age-asked-for = verlangtes Alter
sign-benefit = Leistung
sign-condition = Bedingung
sign-contract = Vertrag
sign-account-to-write-to = Konto, an das zu schreiben ist

## (c) and (d).

heading-c = (c) Name und E-Mail-Adresse der meldenden Person oder Einrichtung
heading-sender = Absender
field-name = Name
field-email = E-Mail-Adresse
heading-d = (d) Erklärung über den guten Glauben
good-faith = Die meldende Person oder Einrichtung erklärt, dass sie in gutem Glauben davon überzeugt ist, dass die in der Meldung enthaltenen Angaben und Anführungen richtig und vollständig sind.
good-faith-whose = Diese Erklärung ist die der meldenden Person oder Einrichtung. Sie wurde entworfen und wird durch das Absenden dieser Meldung bestätigt.
referral-faith = Die Tatsachen geben den Stand der Fallakte wieder; der Absender gibt sie in gutem Glauben weiter.

heading-attached = Anlage und Nachprüfung
attached = Dasselbe für Programme liegt als notice.json bei.
ledger = Entworfen aus einem Fall, dessen Hauptbuch damals { $entries } Einträge hatte; letzter Eintrag mit Prüfsumme { $head } (SHA-256). Jeder Beitrag führt zu Bytes einer Datei, deren SHA-256 dort steht.

## Referral.

heading-designations = Benennungen der Organisation, und was sie sind
designation-item = { $jurisdiction }, { $authority }: { $measure }. Art: { $kind }, { $interval }. Quelle: { $source }.

## Request for comment.

intro-comment = { $name } beabsichtigt, die folgenden Befunde zu veröffentlichen, und bittet { $party } um Stellungnahme.
heading-claims = Was veröffentlicht werden soll
claim = { $id }: „{ $text }“
heading-comment-posts = Die Beiträge bei { $platform }
comment-post = { $url } (veröffentlicht { $at })
heading-questions = Fragen
question-wrong = Ist etwas an diesen Aussagen falsch oder unvollständig, und was ist richtig?
question-known = Waren diese Beiträge oder Konten { $platform } bekannt, seit wann und durch wen?
question-action = Was wurde mit jedem Beitrag wann und aus welchem Grund getan?
question-measures = Was tut { $platform } gegen das Anwerben für benannte Organisationen?
question-add = Was sollten die Leser sonst wissen?
heading-deadline = Frist und Weg der Antwort
deadline = Bitte antworten Sie bis { $local } ({ $utc }).
answer-how = Bitte antworten Sie per E-Mail an { $email } und nennen Sie die Nummer { $id }. Zu Aussagen, die mit ihrer Nummer genannt werden, kann einzeln geantwortet werden.
answer-kept = Antworten werden aufbewahrt, wie sie eingehen, und mit ihrem Datum wörtlich zitiert. Ist bis dahin keine eingegangen, sagt die Veröffentlichung das; eine spätere wird nachgetragen.

## Subjects of e-mails.

subject-notice = { $id }: Meldung rechtswidriger Inhalte, { $count ->
    [one] 1 Beitrag
   *[other] { $count } Beiträge
 } bei { $platform }
subject-contract = { $id }: Meldung von { $count ->
    [one] 1 Beitrag
   *[other] { $count } Beiträgen
 } bei { $platform }
subject-referral = { $id }: Hinweis auf { $count ->
    [one] 1 Beitrag
   *[other] { $count } Beiträge
 } zu { $organisation }
subject-comment = { $id }: Bitte um Stellungnahme bis { $deadline }
