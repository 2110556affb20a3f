# Segnalazioni, comunicazioni a un'autorità e richieste di commento in italiano; i termini del regolamento (UE) 2022/2065
# sono quelli della sua versione italiana.

demonstration = DIMOSTRAZIONE: l'organizzazione è inventata. Non inviare.
demonstration-subject = [DIMOSTRAZIONE]

## Head.

title-notice = Segnalazione di contenuti illegali ai sensi dell'articolo 16 del regolamento (UE) 2022/2065 (regolamento sui servizi digitali)
title-elsewhere = Segnalazione di contenuti illegali, con gli elementi dell'articolo 16, paragrafo 2, del regolamento (UE) 2022/2065 (regolamento sui servizi digitali)
title-contract = Segnalazione di contenuti incompatibili con le vostre condizioni generali
title-referral = Comunicazione di contenuti online a un'autorità competente
title-comment = Richiesta di commento prima della pubblicazione
head-number = Numero
head-to = A
head-from = Da
head-date = Data
head-jurisdiction = Diritto su cui si fonda
head-organisation = Organizzazione
head-posts = Post
head-part = Parte
head-category = Categoria
head-about = Oggetto
part-of = { $part } di { $parts }
desk = { $platform }, ufficio segnalazioni
authority = Autorità competente

intro-notice = { $name } segnala con la presente a { $platform } { $count ->
    [one] il post indicato alla lettera b), lo ritiene
   *[other] i { $count } post indicati alla lettera b), li ritiene
 } contenuti illegali e vi chiede di dare seguito a questa segnalazione.
intro-elsewhere = { $name } segnala con la presente a { $platform } { $count ->
    [one] il post indicato alla lettera b) e lo ritiene contenuto illegale
   *[other] i { $count } post indicati alla lettera b) e li ritiene contenuti illegali
 } secondo il diritto seguente: { $jurisdiction }. Questo diritto non è diritto dell'Unione; la segnalazione contiene gli elementi richiesti dall'articolo 16, paragrafo 2, del regolamento (UE) 2022/2065.
intro-contract = { $name } segnala con la presente a { $platform } { $count ->
    [one] il post indicato alla lettera b)
   *[other] i { $count } post indicati alla lettera b)
 } per incompatibilità con le sue condizioni generali. Non è invocato alcun fondamento giuridico.
intro-referral = Questa è una comunicazione: trasmette fatti. Spetta all'autorità decidere se si applica il regolamento (UE) 2021/784 o il diritto nazionale. Non è un ordine di rimozione e non fissa alcun termine.
asks = Vi si chiede:
asks-receipt = di confermare senza indebito ritardo il ricevimento di questa segnalazione (articolo 16, paragrafo 4),
asks-decide = di decidere al riguardo in modo tempestivo, diligente, non arbitrario e obiettivo (articolo 16, paragrafo 6),
asks-tell = di notificare la decisione senza indebito ritardo, con informazioni sui mezzi di ricorso e sull'eventuale uso di strumenti automatizzati (articolo 16, paragrafi 5 e 6).
asks-plain = di confermare il ricevimento, di decidere e di comunicare la decisione a chi segnala.
trusted-flagger = { $name } è un segnalatore attendibile ai sensi dell'articolo 22 del regolamento (UE) 2022/2065. La qualifica è stata riconosciuta dal coordinatore dei servizi digitali: { $by }, il { $on }. Ambito di competenza designato: { $expertise }. Le segnalazioni in tale ambito hanno priorità e sono trattate e decise senza indebito ritardo (articolo 22, paragrafo 1).

## Whose law.

jurisdiction-EU = Unione europea (UE)
jurisdiction-UK = Regno Unito (UK)
jurisdiction-US = Stati Uniti (US)
jurisdiction-AT = Austria
jurisdiction-BE = Belgio
jurisdiction-BG = Bulgaria
jurisdiction-CY = Cipro
jurisdiction-CZ = Cechia
jurisdiction-DE = Germania
jurisdiction-DK = Danimarca
jurisdiction-EE = Estonia
jurisdiction-ES = Spagna
jurisdiction-FI = Finlandia
jurisdiction-FR = Francia
jurisdiction-GR = Grecia
jurisdiction-HR = Croazia
jurisdiction-HU = Ungheria
jurisdiction-IE = Irlanda
jurisdiction-IT = Italia
jurisdiction-LT = Lituania
jurisdiction-LU = Lussemburgo
jurisdiction-LV = Lettonia
jurisdiction-MT = Malta
jurisdiction-NL = Paesi Bassi
jurisdiction-PL = Polonia
jurisdiction-PT = Portogallo
jurisdiction-RO = Romania
jurisdiction-SE = Svezia
jurisdiction-SI = Slovenia
jurisdiction-SK = Slovacchia

## (a) Reasons.

heading-a = (a) Spiegazione sufficientemente motivata delle ragioni per cui si ritiene che le informazioni in questione costituiscano contenuti illegali
heading-a-contract = (a) Spiegazione sufficientemente motivata
heading-facts = Fatti e valutazione
sub-assessment = Che cosa sono i post
numbered = { $count ->
    [one] Post { $numbers }
   *[other] Post { $numbers }
 }
assessed = { $posts } (campagna { $campaign } del caso): è { $term } (da { $from } a { $to } %, { $scale }) che si tratti di reclutamento per conto di { $organisation }.
assessed-even = { $posts } (campagna { $campaign } del caso): che si tratti di reclutamento per conto di { $organisation } è valutato così: { $term } (da { $from } a { $to } %, { $scale }).
confidence = Grado di affidabilità di questa valutazione: { $level }.
quoted = Nelle parole del caso: «{ $text }»
items-for = Che cosa parla a favore:
items-against = Che cosa parla contro:
items-neither = Che cosa non parla né a favore né contro:
item = { $id }, { $family }: rapporto di verosimiglianza { $ratio } ({ $support }), fonte valutata { $grade }. { $quoted }
ratio-at-least = di almeno { $ratio }
ratio-over = superiore a { $ratio }
ratio-at-most = di al massimo { $ratio }
ratio-under = inferiore a { $ratio }
together = Tutti gli elementi insieme, ogni origine una volta: rapporto di verosimiglianza { $ratio } ({ $support }).
prior = Prima di questi elementi la probabilità era supposta pari al { $prior } %.
other-prior = Supponendola pari al { $prior } %, la valutazione sarebbe: { $term }.
items-more = Altri { $count } elementi sono in notice.json.
offers-work = Ogni post è citato alla lettera b) con le parole con cui recluta.

term-almost-no-chance = quasi nessuna possibilità («almost no chance»)
term-remote-chance = possibilità remota («remote chance»)
term-very-unlikely = molto improbabile («very unlikely»)
term-highly-unlikely = altamente improbabile («highly unlikely»)
term-unlikely = improbabile («unlikely»)
term-realistic-possibility = una possibilità realistica («realistic possibility»)
term-roughly-even-chance = all'incirca tanto probabile quanto improbabile («roughly even chance»)
term-likely = probabile («likely»)
term-very-likely = molto probabile («very likely»)
term-highly-likely = altamente probabile («highly likely»)
term-almost-certain = quasi certo («almost certain»)
level-low = bassa
level-moderate = media
level-high = alta
support-0 = non sostiene nessuna delle due parti
support-1 = sostegno debole
support-2 = sostegno moderato
support-3 = sostegno moderatamente forte
support-4 = sostegno forte
support-5 = sostegno molto forte
support-6 = sostegno estremamente forte
family-language = formulazione
family-contact = contatti
family-offer = offerta
family-media = immagini e filmati
family-self-identification = nomina esso stesso l'organizzazione
family-account-link = collegamenti tra account
family-coordination = coordinamento
family-second-source = seconda fonte
family-parody = parodia
family-news = notizie
family-copycat-scam = imitazione da parte di truffatori
family-contact-used-by-others = contatti usati da altri

sub-law = Fondamento giuridico
law-item = { $number }. { $jurisdiction }, { $authority }: { $measure } ({ $kind }), { $interval }. Fonte: { $source }.
law-posts = In vigore il giorno della pubblicazione di: { $posts }.
interval-since = in vigore dal { $from }
interval-until = in vigore dal { $from }, non più dal { $until }
interval-call = del { $from }; non vincola nessuno
kind-sanctions = misura restrittiva (elenco di sanzioni)
kind-terrorist_listing = iscrizione in un elenco di organizzazioni terroristiche
kind-proscription = divieto
kind-criminal = accertamento che si tratta di un'organizzazione criminale
kind-call = appello, non vincolante
kind-unknown = natura non indicata
means-sanctions = Questa designazione è una misura restrittiva. Non è un'iscrizione in un elenco di organizzazioni terroristiche, e questa segnalazione non chiede la rimozione ai sensi del regolamento (UE) 2021/784.
means-terrorist_listing = Gli ordini di rimozione ai sensi del regolamento (UE) 2021/784 sono emessi dalle sole autorità competenti; questa segnalazione non lo è e non chiede di essere trattata come tale.
means-proscription = Questa designazione vieta l'organizzazione. Questa segnalazione non è un ordine di rimozione ai sensi del regolamento (UE) 2021/784.
means-criminal = Questa designazione riguarda un'organizzazione criminale. Non è un'iscrizione in un elenco di organizzazioni terroristiche, e questa segnalazione non chiede la rimozione ai sensi del regolamento (UE) 2021/784.
law-alleged = { $posts }: pubblicazione mentre { $organisation } era così designata. Chi segnala sostiene che si tratta, come valutato sopra, di reclutamento per essa e che ciò, in relazione a tale attività, non è quindi conforme al diritto indicato (articolo 3, lettera h), del regolamento (UE) 2022/2065).
law-alleged-elsewhere = { $posts }: pubblicazione mentre { $organisation } era così designata. Chi segnala sostiene che si tratta, come valutato sopra, di reclutamento per essa e che ciò non è quindi conforme al diritto indicato.
law-prohibitions = { $posts }: pubblicazione mentre { $organisation } era così designata. Come valutato sopra, chi segnala ritiene che ciò sia reclutamento per essa e che violi i divieti connessi a tale misura; quale di essi si applichi resta da valutare.
law-provisions = Disposizioni che chi segnala ritiene violate: { $text }
law-none = { $posts }: pubblicazione quando non era in vigore alcuna designazione secondo il diritto qui indicato: { $jurisdiction }. Qui non è invocato alcun fondamento giuridico.
law-between = { $posts }: pubblicazione in un momento il cui giorno nel fuso orario del caso non è il giorno in UTC; una designazione secondo il diritto qui indicato era in vigore solo in uno dei due giorni: { $jurisdiction }. Qui non è invocato alcun fondamento giuridico.
law-undated = { $posts }: la data di pubblicazione non è nota. Qui non è invocato alcun fondamento giuridico.

sub-rule = Fondamento contrattuale (cfr. articolo 17, paragrafo 3, lettera e), del regolamento (UE) 2022/2065)
rule-posts = A parte ciò, ritenuto incompatibile con questa vostra regola: { $posts }.
rule-posts-only = Ritenuto incompatibile con questa vostra regola: { $posts }.
rule-item = { $title } ({ $url }), edizione: { $edition }
rule-text = «{ $text }»
rule-why = Come valutato sopra, ciò è ritenuto reclutamento per { $organisation } ({ $kind }).
limit-own-list = La regola parla di organizzazioni che voi stessi designate. Chi segnala non sa se avete designato questa.
limit-type = Spetta a voi valutare se l'organizzazione è tra quelle di cui parla la regola; le designazioni indicate in questa segnalazione sono fatti a tal fine.
limit-violence = La regola parla di promuovere la violenza. Spetta a voi valutare se reclutare per un'organizzazione armata vi rientra.
limit-legality = La regola vieta ciò che è illegale; si veda il fondamento giuridico.

## (b) Location.

heading-b = (b) Chiara indicazione dell'ubicazione elettronica esatta delle informazioni e informazioni supplementari che ne consentono l'individuazione
heading-posts = Post: ubicazione elettronica esatta e individuazione
post-title = Post { $number }
field-url = URL
field-id = Numero del post su { $platform }
field-account = Account
account-id = numero { $id }
field-published = Pubblicato
field-language = Lingua
field-text = Testo come raccolto
text-cut = { $text } […]
field-organisation = Nomina l'organizzazione
field-contact = Contatto ({ $kind })
field-picture-contact = Contatto in un'immagine o un filmato ({ $kind })
contact-phone = numero di telefono
contact-whatsapp = WhatsApp
contact-viber = Viber
contact-signal = Signal
contact-telegram = Telegram
contact-telegram_invite = invito Telegram
contact-vk = VK
contact-instagram = Instagram
contact-facebook = Facebook
contact-email = indirizzo e-mail
contact-url = indirizzo web
contact-domain = dominio
contact-bitcoin = Bitcoin
contact-ethereum = Ethereum
contact-tron = TRON
contact-ton = TON
contact-bank_card = carta bancaria
field-sign = Segno di reclutamento ({ $sign })
field-offer = Paga offerta
field-media = File allegato ({ $kind }), SHA-256
media-picture = immagine
media-film = filmato
media-sound = suono
field-media-unheld = File allegati non conservati
field-grounds = Designazioni in vigore quel giorno
field-evidence = Elementi che vi si fondano
field-look = Ultima verifica
look = { $at }: { $status }
status-up = disponibile
status-removed = rimosso
status-account_gone = account scomparso
status-private = privato
status-login_wall = dietro un accesso
status-geo_blocked = bloccato dal luogo della verifica
status-age_gate = dietro una verifica dell'età
status-unknown = non noto
field-source = Record raccolto
field-more = Altri passaggi segnati
quote = «{ $text }»
more-quotes = { $count }, in notice.json
none = nessuna
unknown = non noto

sign-fighting-role = ruolo di combattimento
sign-role = ruolo
sign-war-work = lavoro di guerra
sign-invitation = invito
sign-vacancy = posto vacante
sign-pay = paga
sign-pay-spoken-of = paga menzionata
sign-age-asked-for = età richiesta
sign-benefit = prestazione
sign-condition = condizione
sign-contract = contratto
sign-account-to-write-to = account a cui scrivere

## (c) and (d).

heading-c = (c) Nome e indirizzo di posta elettronica della persona o dell'ente che presenta la segnalazione
heading-sender = Mittente
field-name = Nome
field-email = Indirizzo di posta elettronica
heading-d = (d) Dichiarazione di buona fede
good-faith = La persona o l'ente che presenta la segnalazione conferma la propria convinzione in buona fede circa l'esattezza e la completezza delle informazioni e delle accuse ivi contenute.
good-faith-whose = Questa dichiarazione è di chi segnala. È stata preparata in anticipo e si conferma inviando questa segnalazione.
referral-faith = I fatti sono quelli del caso; il mittente li trasmette in buona fede.

heading-attached = Allegato e verifica
attached = Lo stesso per i programmi è allegato come notice.json.
ledger = Redatto da un caso il cui registro aveva allora { $entries } voci; impronta dell'ultima voce: { $head } (SHA-256). Ogni post porta a byte di un file il cui SHA-256 vi è indicato.

## Referral.

heading-designations = Designazioni dell'organizzazione e loro natura
designation-item = { $jurisdiction }, { $authority }: { $measure }. Natura: { $kind }, { $interval }. Fonte: { $source }.

## Request for comment.

intro-comment = { $name } intende pubblicare i risultati che seguono e chiede un commento a { $party }.
heading-claims = Che cosa sarà pubblicato
claim = { $id }: «{ $text }»
heading-comment-posts = I post su { $platform }
comment-post = { $url } (pubblicato { $at })
heading-questions = Domande
question-wrong = C'è in queste affermazioni qualcosa di errato o incompleto, e che cosa è corretto?
question-known = { $platform } conosceva questi post o account, da quando e tramite chi?
question-action = Che cosa è stato fatto per ciascun post, quando e su quale fondamento?
question-measures = Che cosa fa { $platform } contro il reclutamento per organizzazioni designate?
question-add = Che cos'altro dovrebbero sapere i lettori?
heading-deadline = Termine e modo di risposta
deadline = Si prega di rispondere entro il { $local } ({ $utc }).
answer-how = Si prega di rispondere per posta elettronica a { $email } indicando il numero { $id }. Alle affermazioni indicate con il loro numero si può rispondere una per una.
answer-kept = Le risposte sono conservate come ricevute e citate alla lettera con la loro data. Se entro il termine non ne è giunta alcuna, la pubblicazione lo dice; una successiva viene aggiunta.

## Subjects of e-mails.

subject-notice = { $id }: segnalazione di contenuti illegali, { $count } post su { $platform }
subject-contract = { $id }: segnalazione di { $count } post su { $platform }
subject-referral = { $id }: comunicazione di { $count } post su { $organisation }
subject-comment = { $id }: richiesta di commento entro il { $deadline }
