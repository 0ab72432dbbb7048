import { attendanceHelp } from './attendance-help.ts';
import { readersHelp } from './readers-help.ts';
import { hardwareHelp } from './hardware-help.ts';
import { firstLaneKey } from '../shared/lanes.ts';

/** One sentence of help for each key, shown below its field: what it changes, or where its value is found. */
export const settingHelp: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  'device.sn': ['在平台上登记的设备序列号，须完全一致。', 'As registered with the platform; it must match exactly.'],
  'device.direction': ['此终端守在哪一侧：进场或出场。', 'Which side of the lane this terminal guards.'],
  'device.siteName': ['显示在待机画面上。', 'Shown on the idle screen.'],
  'device.language': ['画面上的大字用哪种语言。', 'The language of the large words on the screen.'],
  'device.maskNames': ['在公共场所少显示个人信息。', 'Shows less of a person in a public place.'],
  'platform.protocol': [
    '工地所在省的平台；不接平台时考勤只存在本机。',
    'The platform of the province; without one, punches stay on this terminal.',
  ],
  'platform.zhejiang.tcp': [
    '平台给出的 TCP 主机和端口，例如 10.0.0.5:9700。',
    'Host and port for TCP as given by the platform, e.g. 10.0.0.5:9700.',
  ],
  'platform.zhejiang.http': ['平台给出的 HTTP 接口地址。', 'Address of the HTTP interface as given by the platform.'],
  'platform.zhejiang.accessId': ['在平台上登记设备时得到。', 'Given when the terminal is registered with the platform.'],
  'platform.zhejiang.accessKey': [
    '在平台上登记设备时得到；保存后不再显示。',
    'Given at registration; not shown again once saved.',
  ],
  'platform.zhejiang.accessSecret': [
    '在平台上登记设备时得到；保存后不再显示。',
    'Given at registration; not shown again once saved.',
  ],
  'platform.zhejiang.heartbeatSeconds': [
    '平台 60 秒收不到心跳就认为设备离线。',
    'The platform calls a terminal offline after 60 s without one.',
  ],
  'platform.zhejiang.verifyReplies': [
    '签名不对的应答是否拒绝；只在对接时放宽。',
    'Whether answers with a wrong signature are refused; relax it only while connecting.',
  ],
  'platform.zhejiang.privateKeyFile': ['平台加密应答时才需要。', 'Only where the platform encrypts its answers.'],
  'platform.zhejiang.caFile': ['平台使用自签证书时才需要。', 'Only where the platform uses a certificate of its own CA.'],
  'platform.zhejiang.paramForm': ['少数平台只认文件上印刷的形式。', 'A few platforms take only the form as printed.'],
  'platform.zhejiang.signedMembers': ['签名总是不正确时试另一种。', 'Try the other one where signatures are always refused.'],
  'platform.zhejiang.protoFile': ['平台改过协议文件时才需要。', 'Only where the platform has changed the protocol file.'],
  'platform.zhejiang.pageSize': ['一次取多少人；网络差时调小。', 'How many people are fetched at once; fewer on a poor network.'],
  'platform.zhejiang.utcOffsetMinutes': ['北京时间为 480。', '480 for Beijing time.'],
  'platform.sichuan.baseUrl': ['平台给出的接口地址。', 'Address of the interface as given by the platform.'],
  'platform.sichuan.secret': [
    '平台分配给此设备；保存后不再显示。',
    'Given to this terminal by the platform; not shown again once saved.',
  ],
  'platform.sichuan.sm4Key': [
    '平台要求加密敏感信息时填写；保存后不再显示。',
    'Where the platform wants sensitive values encrypted; not shown again once saved.',
  ],
  'platform.sichuan.sm4Iv': [
    '与 SM4 密钥一起给出；保存后不再显示。',
    'Given along with the SM4 key; not shown again once saved.',
  ],
  'platform.sichuan.sm4Encoding': [
    '平台不认密文时试另一种。',
    'Try the other one where the platform cannot read what is encrypted.',
  ],
  'platform.sichuan.timestamp': [
    '平台说时间戳不正确时试另一种。',
    'Try the other one where the platform refuses the time stamp.',
  ],
  'platform.sichuan.heartbeatSeconds': ['多久向平台报一次在线。', 'How often the terminal says that it is there.'],
  'platform.sichuan.caFile': ['平台使用自签证书时才需要。', 'Only where the platform uses a certificate of its own CA.'],
  'platform.sichuan.upperCaseSign': ['签名总是不正确时试另一种。', 'Try the other one where signatures are always refused.'],
  'platform.sichuan.signPlaintext': ['签名总是不正确时试另一种。', 'Try the other one where signatures are always refused.'],
  'platform.sichuan.bareLongTerm': [
    '平台不认长期证件的有效期时打开。',
    'Switch on where the platform refuses open-ended validity.',
  ],
  'platform.sichuan.replyMegabytes': [
    '人员很多、照片很大时调大。',
    'Raise it where there are many people with large photographs.',
  ],
  'platform.sichuan.utcOffsetMinutes': ['北京时间为 480。', '480 for Beijing time.'],
  'cameras.visible': [
    '设备名称或其中一部分；设备页会列出找到的名称。',
    'Name of the device or a part of it; the Hardware page lists what was found.',
  ],
  'cameras.infrared': [
    '没有红外摄像头时留空；活体检测就改用动作。',
    'Leave it empty where there is none; liveness then asks for a move.',
  ],
  'cameras.replay': ['只用于试验：播放文件代替摄像头。', 'For trials only: a file plays in place of the cameras.'],
  'cameras.replayLayout': [
    '文件里只有可见光，或并排的两路、四路画面。',
    'The file holds the visible picture alone, or two or four pictures side by side.',
  ],
  'turnstile.driver': ['闸机怎样接到终端上。', 'How the turnstile is wired to the terminal.'],
  'turnstile.port': ['继电器板接在哪个串口。', 'The serial port that the relay board is wired to.'],
  'turnstile.baudRate': ['与继电器板上的设置一致，多为 9600。', 'As set on the relay board, mostly 9600.'],
  'turnstile.unit': ['与继电器板拨码一致，出厂多为 1。', 'As set on the relay board, mostly 1.'],
  'turnstile.coil': ['闸机接在第几个继电器，从 0 数起。', 'Which relay the turnstile is wired to, counted from 0.'],
  'turnstile.pulseMs': ['闸机不动时调长，开两次时调短。', 'Longer if the turnstile does not move, shorter if it opens twice.'],
  'turnstile.pulse': [
    '继电器板自己计时，断线时也会断开；并非所有板都支持。',
    'With flash-on the board times the pulse itself, even if the line breaks; not every board can.',
  ],
  ...hardwareHelp,
  'recognition.threshold': [
    '留空则用模型校准的值；调高更严，调低更松。',
    'Empty: the calibrated value; higher is stricter, lower is laxer.',
  ],
  'recognition.repeatSeconds': [
    '这段时间内再次识别只开闸，不再记一次。',
    'Within this time the gate opens again, but no second punch is made.',
  ],
  'recognition.learnAtGate': [
    '双目判定为活体且与登记照片非常相似时，从通行画面为本人增加模板，以后更好认；关闭即删除已学习的模板。需要红外摄像头。',
    'Who passes, clearly alive to two cameras and very like his photograph, gets further templates from it. Off erases what was learnt. Needs an infrared camera.',
  ],
  'recognition.learnMost': ['登记照片的模板始终保留，不计在内。', 'Beside those of his photographs, which always stay.'],
  'liveness.mode': [
    '自动：有红外摄像头用红外，否则用动作；关闭会一直显示在屏幕上。',
    'Auto: infrared where there is such a camera, else a move; off always shows on the screen.',
  ],
  'liveness.askWhenUnsure': [
    '难以判断真假、但红外肤质、立体形状或各项线索合计像真人的人，会被要求转头或点头；关闭后直接请其重试。',
    'Who cannot be told from a copy, but has skin’s light, a head’s shape or all cues together for him, is asked to turn or nod; off: he is asked to try again.',
  ],
  'liveness.baselineMm': [
    '从镜头后面看，红外镜头在可见光镜头右侧多远。',
    'How far the infrared lens is to the right of the visible one, seen from behind.',
  ],
  'liveness.alarmAttacks': ['这么多次之后报警。', 'So many of them raise the alarm.'],
  'liveness.alarmMinutes': ['在多长时间内计数。', 'Counted within this time.'],
  'speech.enabled': ['播报姓名和提示。', 'Names and hints are spoken.'],
  'speech.volume': ['0 为静音，1 为最大。', '0 is silent, 1 the loudest.'],
  'speech.phrases.admitted': ['可用 {name}、{direction}、{greeting}。', 'May hold {name}, {direction} and {greeting}.'],
  'speech.phrases.alreadyIn': ['刚刚打过卡的人再次到来时播报。', 'Spoken to somebody who has just punched.'],
  'speech.phrases.unknown': ['没有登记的人到来时播报。', 'Spoken to somebody who is not enrolled.'],
  'speech.phrases.barred': ['被禁止进场的人到来时播报。', 'Spoken to somebody who may not enter.'],
  'speech.phrases.attack': ['有人用照片或屏幕时播报；请保持礼貌。', 'Spoken when a photograph or screen is shown; stay polite.'],
  'speech.phrases.notAnswering': [
    '已记录但闸机没有应答时播报。',
    'Spoken when the punch is stored but the gate does not answer.',
  ],
  'speech.phrases.holdStill': [
    '活体检测要求动作之前，一直没有正对镜头时播报。',
    'Spoken before a move is named to somebody who does not look ahead and hold still.',
  ],
  'speech.phrases.blink': ['活体检测要求眨眼时播报。', 'Spoken when liveness asks for a blink.'],
  'speech.phrases.turnLeft': ['活体检测要求向左转头时播报。', 'Spoken when liveness asks to turn left.'],
  'speech.phrases.turnRight': ['活体检测要求向右转头时播报。', 'Spoken when liveness asks to turn right.'],
  'speech.phrases.nod': ['活体检测要求点头时播报。', 'Spoken when liveness asks for a nod.'],
  'speech.phrases.comeCloser': ['活体检测要求靠近时播报。', 'Spoken when liveness asks to come closer.'],
  'speech.surnames': [
    '读错的姓氏：写下该姓和拼音加声调，例如 黑 he4。',
    'Surnames read wrongly: the surname and its pinyin with tone number.',
  ],
  ...readersHelp,
  ...attendanceHelp,
  'update.publicKeyFile': [
    '只接受用与此公钥配对的私钥签名的升级包。',
    'Only packages signed with the key that belongs to this one are taken.',
  ],
  'update.channel': ['只安装此渠道的升级包，例如 stable、beta。', 'Only packages of this channel are installed: stable, beta …'],
  'update.when': [
    '平台下发的升级是立即安装，还是等到空闲时段。',
    'Whether what the platform orders is installed at once or in the quiet hours.',
  ],
  'update.quietFrom': ['空闲时段从几点开始，可跨午夜。', 'When the quiet hours begin; they may pass midnight.'],
  'update.quietTo': ['空闲时段到几点结束。', 'When the quiet hours end.'],
  'update.healthMinutes': [
    '新版本在此时间内未恢复正常，则自动退回旧版本。',
    'A new version that is not well within this time is taken back by itself.',
  ],
  'update.steadySeconds': ['新版本持续正常这么久才算成功。', 'A new version stays once it was well for so long without a break.'],
  'update.mostKilobytesPerSecond': ['限速下载，让打卡记录优先上传。', 'Downloads are slowed to this, so that punches go first.'],
  'update.proxy': [
    '下载升级包另用的代理；留空则用网络代理，再按系统环境。',
    'A proxy for updates alone; empty: the network proxy, else what the system says.',
  ],
  'admin.pinHash': ['进入管理的密码。', 'The PIN of the admin side.'],
  'network.proxy': [
    '平台的 http/https 连接、照片和升级包经此代理，例如 http://10.0.0.2:3128。浙江的 TCP 长连接不能经代理，须直接可达。',
    "The platform's http and https, photographs and updates go through it, as http://10.0.0.2:3128. Zhejiang's TCP cannot: it must be reached directly.",
  ],
  'network.proxyUser': ['代理不要求登录时留空。', 'Empty where the proxy asks for none.'],
  'network.proxyPassword': ['与代理用户名一起使用。', 'Goes with the user at the proxy.'],
  'network.noProxy': ['用逗号分隔，例如 10.0.0.5,.intra.example。', 'With commas between, as 10.0.0.5,.intra.example.'],
  'remote.enabled': [
    '用浏览器在局域网内查看管理页面，须输入管理密码；地址和证书指纹在系统页。',
    'The admin pages in a browser on the local network, with the PIN; address and fingerprint stand on the System page.',
  ],
  'remote.port': ['浏览器地址中冒号后的数字。', 'The number behind the colon in the browser.'],
  'remote.mayChange': [
    '关闭时只能查看；打开后可改设置、删除人员、重新上传，不能开闸。',
    'Off: only looking. On: settings, removing people and uploading again; never the gate.',
  ],
  'storage.punchDays': ['超过的记录连同照片一起删除。', 'Older punches are erased with their pictures.'],
  'storage.refusalDays': ['超过的记录连同照片一起删除。', 'Older refusals are erased with their pictures.'],
  'storage.refusalMost': ['超过时先删最旧的。', 'Above this the oldest are erased first.'],
  'storage.leastFreeMb': ['低于此值不再放行，以免丢失记录。', 'Below this nobody is admitted, so that no record is lost.'],
  'lanes.second.enabled': [
    '一台终端带两条通道，各有摄像头和闸机；其余设置共用。',
    'One terminal for two lanes, each with cameras and turnstile; the other settings are for both.',
  ],
};

/** The help of a key; settings of the second lane have that of the first. */
export const helpOf = (key: string): readonly [zh: string, en: string] =>
  settingHelp[key] ?? settingHelp[firstLaneKey(key)] ?? ['', ''];
