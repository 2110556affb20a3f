# Notificaciones, comunicaciones a una autoridad y peticiones de comentarios en español; los términos del Reglamento (UE)
# 2022/2065 son los de su versión española.

demonstration = DEMOSTRACIÓN: la organización es inventada. No enviar.
demonstration-subject = [DEMOSTRACIÓN]

## Head.

title-notice = Notificación de contenido ilícito conforme al artículo 16 del Reglamento (UE) 2022/2065 (Reglamento de Servicios Digitales)
title-elsewhere = Notificación de contenido ilícito, con los elementos del artículo 16, apartado 2, del Reglamento (UE) 2022/2065 (Reglamento de Servicios Digitales)
title-contract = Notificación de contenido incompatible con sus condiciones generales
title-referral = Comunicación de contenidos en línea a una autoridad competente
title-comment = Petición de comentarios antes de publicar
head-number = Número
head-to = Para
head-from = De
head-date = Fecha
head-jurisdiction = Derecho en que se basa
head-organisation = Organización
head-posts = Publicaciones
head-part = Parte
head-category = Categoría
head-about = Asunto
part-of = { $part } de { $parts }
desk = { $platform }, servicio de notificaciones
authority = Autoridad competente

intro-notice = { $name } notifica por la presente a { $platform } { $count ->
    [one] la publicación indicada en la letra b), la considera
   *[other] las { $count } publicaciones indicadas en la letra b), las considera
 } contenido ilícito y le pide que dé curso a esta notificación.
intro-elsewhere = { $name } notifica por la presente a { $platform } { $count ->
    [one] la publicación indicada en la letra b) y la considera contenido ilícito
   *[other] las { $count } publicaciones indicadas en la letra b) y las considera contenido ilícito
 } según el Derecho siguiente: { $jurisdiction }. Ese Derecho no es Derecho de la Unión; esta notificación contiene los elementos que pide el artículo 16, apartado 2, del Reglamento (UE) 2022/2065.
intro-contract = { $name } notifica por la presente a { $platform } { $count ->
    [one] la publicación indicada en la letra b)
   *[other] las { $count } publicaciones indicadas en la letra b)
 } por incompatibilidad con sus condiciones generales. No se alega ningún fundamento jurídico.
intro-referral = Esto es una comunicación: transmite hechos. Corresponde a la autoridad decidir si se aplica el Reglamento (UE) 2021/784 o el Derecho nacional. No es una orden de retirada y no fija plazo alguno.
asks = Se le pide:
asks-receipt = que confirme sin dilación indebida la recepción de esta notificación (artículo 16, apartado 4),
asks-decide = que adopte una decisión al respecto de manera oportuna, diligente, no arbitraria y objetiva (artículo 16, apartado 6),
asks-tell = que notifique la decisión sin dilación indebida, con información sobre las vías de recurso y sobre el uso de medios automatizados (artículo 16, apartados 5 y 6).
asks-plain = que confirme la recepción, adopte una decisión y la comunique a quien notifica.
trusted-flagger = { $name } es un alertador fiable en el sentido del artículo 22 del Reglamento (UE) 2022/2065. La condición la otorgó el coordinador de servicios digitales: { $by }, el { $on }. Ámbito de especialización designado: { $expertise }. Se ha de dar prioridad a las notificaciones de ese ámbito y tramitarlas y resolverlas sin dilación indebida (artículo 22, apartado 1).

## Whose law.

jurisdiction-EU = Unión Europea (UE)
jurisdiction-UK = Reino Unido (UK)
jurisdiction-US = Estados Unidos (US)
jurisdiction-AT = Austria
jurisdiction-BE = Bélgica
jurisdiction-BG = Bulgaria
jurisdiction-CY = Chipre
jurisdiction-CZ = Chequia
jurisdiction-DE = Alemania
jurisdiction-DK = Dinamarca
jurisdiction-EE = Estonia
jurisdiction-ES = España
jurisdiction-FI = Finlandia
jurisdiction-FR = Francia
jurisdiction-GR = Grecia
jurisdiction-HR = Croacia
jurisdiction-HU = Hungría
jurisdiction-IE = Irlanda
jurisdiction-IT = Italia
jurisdiction-LT = Lituania
jurisdiction-LU = Luxemburgo
jurisdiction-LV = Letonia
jurisdiction-MT = Malta
jurisdiction-NL = Países Bajos
jurisdiction-PL = Polonia
jurisdiction-PT = Portugal
jurisdiction-RO = Rumanía
jurisdiction-SE = Suecia
jurisdiction-SI = Eslovenia
jurisdiction-SK = Eslovaquia

## (a) Reasons.

heading-a = (a) Explicación suficientemente motivada de los motivos por los que se alega que la información en cuestión es contenido ilícito
heading-a-contract = (a) Explicación suficientemente motivada
heading-facts = Hechos y evaluación
sub-assessment = Qué son las publicaciones
numbered = { $count ->
    [one] Publicación { $numbers }
   *[other] Publicaciones { $numbers }
 }
assessed = { $posts } (campaña { $campaign } del expediente): es { $term } ({ $from } a { $to } %, { $scale }) que se trate de reclutamiento en nombre de { $organisation }.
assessed-even = { $posts } (campaña { $campaign } del expediente): que se trate de reclutamiento en nombre de { $organisation } se evalúa así: { $term } ({ $from } a { $to } %, { $scale }).
confidence = Grado de confianza de esta evaluación: { $level }.
quoted = En palabras del expediente: «{ $text }»
items-for = Lo que habla a favor:
items-against = Lo que habla en contra:
items-neither = Lo que no habla a favor de ninguna de las partes:
item = { $id }, { $family }: razón de verosimilitud { $ratio } ({ $support }), fuente calificada { $grade }. { $quoted }
ratio-at-least = de al menos { $ratio }
ratio-over = superior a { $ratio }
ratio-at-most = de como máximo { $ratio }
ratio-under = inferior a { $ratio }
together = Todos los indicios juntos, cada origen una vez: razón de verosimilitud { $ratio } ({ $support }).
prior = Antes de estos indicios se suponía una probabilidad del { $prior } %.
other-prior = Si se supone el { $prior } %, la evaluación sería: { $term }.
items-more = Otros { $count } elementos figuran en notice.json.
offers-work = Cada publicación se cita en la letra b) con las palabras con que recluta.

term-almost-no-chance = casi ninguna posibilidad («almost no chance»)
term-remote-chance = posibilidad remota («remote chance»)
term-very-unlikely = muy improbable («very unlikely»)
term-highly-unlikely = altamente improbable («highly unlikely»)
term-unlikely = improbable («unlikely»)
term-realistic-possibility = una posibilidad realista («realistic possibility»)
term-roughly-even-chance = aproximadamente tan probable como improbable («roughly even chance»)
term-likely = probable («likely»)
term-very-likely = muy probable («very likely»)
term-highly-likely = altamente probable («highly likely»)
term-almost-certain = casi seguro («almost certain»)
level-low = baja
level-moderate = media
level-high = alta
support-0 = no apoya a ninguna de las dos partes
support-1 = apoyo débil
support-2 = apoyo moderado
support-3 = apoyo moderadamente fuerte
support-4 = apoyo fuerte
support-5 = apoyo muy fuerte
support-6 = apoyo extremadamente fuerte
family-language = redacción
family-contact = contactos
family-offer = oferta
family-media = imágenes y películas
family-self-identification = nombra ella misma a la organización
family-account-link = enlaces entre cuentas
family-coordination = coordinación
family-second-source = segunda fuente
family-parody = parodia
family-news = noticias
family-copycat-scam = imitación por estafadores
family-contact-used-by-others = contactos usados por otros

sub-law = Fundamento jurídico
law-item = { $number }. { $jurisdiction }, { $authority }: { $measure } ({ $kind }), { $interval }. Fuente: { $source }.
law-posts = En vigor el día de la publicación de: { $posts }.
interval-since = en vigor desde el { $from }
interval-until = en vigor desde el { $from }, ya no desde el { $until }
interval-call = del { $from }; no obliga a nadie
kind-sanctions = medida restrictiva (lista de sanciones)
kind-terrorist_listing = inclusión en una lista de organizaciones terroristas
kind-proscription = prohibición
kind-criminal = declaración de que es una organización delictiva
kind-call = llamamiento, no vinculante
kind-unknown = naturaleza no indicada
means-sanctions = Esta designación es una medida restrictiva. No es una inclusión en una lista de organizaciones terroristas, y esta notificación no pide la retirada conforme al Reglamento (UE) 2021/784.
means-terrorist_listing = Las órdenes de retirada conforme al Reglamento (UE) 2021/784 las dictan únicamente las autoridades competentes; esta notificación no lo es ni pide ser tratada como tal.
means-proscription = Esta designación prohíbe la organización. Esta notificación no es una orden de retirada conforme al Reglamento (UE) 2021/784.
means-criminal = Esta designación se refiere a una organización delictiva. No es una inclusión en una lista de organizaciones terroristas, y esta notificación no pide la retirada conforme al Reglamento (UE) 2021/784.
law-alleged = { $posts }: publicación mientras { $organisation } estaba así designada. Quien notifica alega que se trata, según la evaluación anterior, de reclutamiento para ella y que por ello, en relación con esa actividad, incumple el Derecho indicado (artículo 3, letra h), del Reglamento (UE) 2022/2065).
law-alleged-elsewhere = { $posts }: publicación mientras { $organisation } estaba así designada. Quien notifica alega que se trata, según la evaluación anterior, de reclutamiento para ella y que por ello incumple el Derecho indicado.
law-prohibitions = { $posts }: publicación mientras { $organisation } estaba así designada. Según la evaluación anterior, quien notifica lo considera reclutamiento para ella y considera que infringe las prohibiciones vinculadas a esa medida; queda por valorar cuál de ellas es aplicable.
law-provisions = Disposiciones que quien notifica considera infringidas: { $text }
law-none = { $posts }: publicación cuando no estaba en vigor ninguna designación según el Derecho aquí indicado: { $jurisdiction }. Aquí no se alega ningún fundamento jurídico.
law-between = { $posts }: publicación en un momento cuyo día en la zona horaria del expediente no es su día en UTC; una designación según el Derecho aquí indicado estaba en vigor solo uno de los dos días: { $jurisdiction }. Aquí no se alega ningún fundamento jurídico.
law-undated = { $posts }: no se conoce la fecha de publicación. Aquí no se alega ningún fundamento jurídico.

sub-rule = Fundamento contractual (véase el artículo 17, apartado 3, letra e), del Reglamento (UE) 2022/2065)
rule-posts = Aparte de ello, se considera incompatible con esta norma suya: { $posts }.
rule-posts-only = Se considera incompatible con esta norma suya: { $posts }.
rule-item = { $title } ({ $url }), edición: { $edition }
rule-text = «{ $text }»
rule-why = Según la evaluación anterior, esto se considera reclutamiento para { $organisation } ({ $kind }).
limit-own-list = La norma habla de organizaciones que usted mismo designa. Quien notifica no sabe si ha designado a esta.
limit-type = Le corresponde valorar si la organización es de las que habla la norma; las designaciones indicadas en esta notificación son hechos para ello.
limit-violence = La norma habla de promover la violencia. Le corresponde valorar si reclutar para una organización armada lo hace.
limit-legality = La norma prohíbe lo ilícito; véase el fundamento jurídico.

## (b) Location.

heading-b = (b) Indicación clara de la localización electrónica exacta de la información e información adicional que permite identificarla
heading-posts = Publicaciones: localización electrónica exacta e identificación
post-title = Publicación { $number }
field-url = URL
field-id = Número de la publicación en { $platform }
field-account = Cuenta
account-id = número { $id }
field-published = Publicada
field-language = Idioma
field-text = Texto tal como se recogió
text-cut = { $text } […]
field-organisation = Nombra a la organización
field-contact = Contacto ({ $kind })
field-picture-contact = Contacto en una imagen o película ({ $kind })
contact-phone = número de teléfono
contact-whatsapp = WhatsApp
contact-viber = Viber
contact-signal = Signal
contact-telegram = Telegram
contact-telegram_invite = invitación de Telegram
contact-vk = VK
contact-instagram = Instagram
contact-facebook = Facebook
contact-email = dirección de correo electrónico
contact-url = dirección web
contact-domain = dominio
contact-bitcoin = Bitcoin
contact-ethereum = Ethereum
contact-tron = TRON
contact-ton = TON
contact-bank_card = tarjeta bancaria
field-sign = Señal de reclutamiento ({ $sign })
field-offer = Paga ofrecida
field-media = Archivo adjunto ({ $kind }), SHA-256
media-picture = imagen
media-film = película
media-sound = sonido
field-media-unheld = Archivos adjuntos no conservados
field-grounds = Designaciones en vigor ese día
field-evidence = Indicios que se basan en ella
field-look = Última consulta
look = { $at }: { $status }
status-up = disponible
status-removed = retirada
status-account_gone = cuenta desaparecida
status-private = privada
status-login_wall = tras un inicio de sesión
status-geo_blocked = bloqueada desde el lugar de consulta
status-age_gate = tras una comprobación de edad
status-unknown = no se sabe
field-source = Registro recogido
field-more = Otros pasajes marcados
quote = «{ $text }»
more-quotes = { $count }, en notice.json
none = ninguna
unknown = no se sabe

sign-fighting-role = función de combate
sign-role = función
sign-war-work = trabajo de guerra
sign-invitation = invitación
sign-vacancy = vacante
sign-pay = paga
sign-pay-spoken-of = paga mencionada
sign-age-asked-for = edad pedida
sign-benefit = prestación
sign-condition = condición
sign-contract = contrato
sign-account-to-write-to = cuenta a la que escribir

## (c) and (d).

heading-c = (c) Nombre y dirección de correo electrónico de la persona física o entidad que envía la notificación
heading-sender = Remitente
field-name = Nombre
field-email = Dirección de correo electrónico
heading-d = (d) Declaración de buena fe
good-faith = La persona física o entidad que envía la notificación confirma que está convencida de buena fe de que la información y las alegaciones que dicha notificación contiene son precisas y completas.
good-faith-whose = Esta declaración es de quien notifica. Se redactó de antemano y se confirma al enviar esta notificación.
referral-faith = Los hechos son los del expediente; el remitente los transmite de buena fe.

heading-attached = Adjunto y comprobación
attached = Lo mismo para programas se adjunta como notice.json.
ledger = Redactado a partir de un expediente cuyo libro de registro tenía entonces { $entries } asientos; huella del último asiento: { $head } (SHA-256). Cada publicación conduce a bytes de un archivo cuyo SHA-256 figura allí.

## Referral.

heading-designations = Designaciones de la organización y su naturaleza
designation-item = { $jurisdiction }, { $authority }: { $measure }. Naturaleza: { $kind }, { $interval }. Fuente: { $source }.

## Request for comment.

intro-comment = { $name } tiene la intención de publicar los resultados siguientes y pide comentarios a { $party }.
heading-claims = Qué se publicará
claim = { $id }: «{ $text }»
heading-comment-posts = Las publicaciones en { $platform }
comment-post = { $url } (publicada { $at })
heading-questions = Preguntas
question-wrong = ¿Hay en estas afirmaciones algo erróneo o incompleto, y qué es lo correcto?
question-known = ¿Conocía { $platform } estas publicaciones o cuentas, desde cuándo y por quién?
question-action = ¿Qué se hizo con cada publicación, cuándo y con qué fundamento?
question-measures = ¿Qué hace { $platform } contra el reclutamiento para organizaciones designadas?
question-add = ¿Qué más deberían saber los lectores?
heading-deadline = Plazo y forma de respuesta
deadline = Le rogamos que responda a más tardar el { $local } ({ $utc }).
answer-how = Responda por correo electrónico a { $email } e indique el número { $id }. Las afirmaciones nombradas por su número pueden contestarse una por una.
answer-kept = Las respuestas se conservan tal como se reciben y se citan literalmente con su fecha. Si para entonces no ha llegado ninguna, la publicación lo dice; una posterior se añade.

## Subjects of e-mails.

subject-notice = { $id }: notificación de contenido ilícito, { $count ->
    [one] 1 publicación
   *[other] { $count } publicaciones
 } en { $platform }
subject-contract = { $id }: notificación de { $count ->
    [one] 1 publicación
   *[other] { $count } publicaciones
 } en { $platform }
subject-referral = { $id }: comunicación de { $count ->
    [one] 1 publicación
   *[other] { $count } publicaciones
 } sobre { $organisation }
subject-comment = { $id }: petición de comentarios, respuesta a más tardar el { $deadline }
