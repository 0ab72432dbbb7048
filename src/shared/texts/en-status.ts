import type { Catalogue } from './catalogue.ts';

const fine = 'Nothing';

/** Every state of every area: what happened, what it means for the gate, what to do. */
export const enStatus: Catalogue['status'] = {
  terminal: {
    running: ['Running', 'Faces are recognised and the gate opens', fine],
    demo: ['Demo', 'Workers, picture and gate are simulated; nothing counts', 'For real use, start with a configuration file'],
    needsService: ['Needs service', 'No recognition, the gate stays shut', 'Mend what the code names, then start again'],
  },
  gate: {
    ok: ['Gate ready', 'It opens as soon as a worker is recognised', fine],
    notAnswering: [
      'Gate not answering',
      'Punches are recorded, but the gate may not open',
      "Check the board's power, the wiring and the serial settings",
    ],
    notConfigured: [
      'No gate configured',
      'Punches are recorded, no gate opens',
      'Choose the turnstile driver in the configuration',
    ],
    connecting: [
      'Connecting to the gate',
      'Until then the gate may not open',
      'Wait; if it stays, check the port and the wiring',
    ],
  },
  gateMode: {
    normal: ['Gate by recognition', 'It opens for each worker', fine],
    heldOpen: ['Gate held open', 'Everybody can walk through; who is recognised is recorded', 'End it on the Hardware page'],
    lockedDown: ['Gate locked down', 'Nobody is let in', 'End it on the Hardware page'],
    released: ['FIRE: gate released', 'The gate stays open', 'Leave the site; it ends with the fire alarm'],
  },
  inputs: {
    notConfigured: ['No inputs', 'Walking through, door and case are not watched', 'To watch them, wire and configure them'],
    connecting: [
      'Inputs connecting',
      'The contacts in the detail have not been read yet; if "fire" is among them, a new fire does not release the gate',
      'Wait a moment; if it stays, check their wiring and the board of the gate',
    ],
    ok: ['Inputs ready', 'The contacts at the gate are read', fine],
    lost: [
      'Inputs lost',
      'The contacts in the detail are not read; the gate works, but if "fire" is among them, a new fire does not release it',
      'Check their wiring, chip and line in the configuration',
    ],
  },
  door: {
    notConfigured: ['No door contact', 'The door is not watched', 'To watch it, wire and configure a contact'],
    closed: ['Door closed', 'No effect on the gate', fine],
    open: ['Door open', 'No effect on the gate', fine],
    heldOpen: ['Door not closed', 'Anybody can walk through', 'Send somebody to close it, and check the closer'],
    unknown: ['Door not known', 'The door is not watched', 'Check the wiring of the contact'],
  },
  tamper: {
    notConfigured: ['No tamper switch', 'The case is not watched', 'To watch it, wire and configure the switch'],
    ok: ['Case closed', 'No effect on the gate', fine],
    opened: ['Case opened', 'Somebody can reach the wiring', 'Send somebody to the terminal at once'],
    unknown: ['Case not known', 'The case is not watched', 'Check the wiring of the switch'],
  },
  cameraVisible: {
    ok: ['Camera ready', 'Faces are recognised', fine],
    lowResolution: ['Low resolution', 'Faces are recognised, below the 2 megapixels of the standard', 'Use a camera with 1080p'],
    lost: ['Camera lost', 'No recognition, the gate stays shut', 'Check its cable; it comes back by itself'],
    notFound: [
      'Camera not found',
      'No recognition, the gate stays shut',
      "Check the cable and the camera's name in the configuration",
    ],
    denied: [
      'Camera not usable',
      'No recognition, the gate stays shut',
      'Close the program that uses the camera, or allow this one to',
    ],
    replay: ['Playing a file', 'Faces come from a recording, not from the gate', 'For real use, remove the replay setting'],
    starting: ['Camera starting', 'Recognition starts in a moment', 'Wait'],
    frozen: [
      'Camera picture frozen',
      'A living face cannot be told, so the gate stays shut',
      'Unplug the camera and plug it in again; if it stays, replace it',
    ],
    covered: [
      'Camera may be covered',
      'It sees one tone only: nobody is recognised, the gate stays shut',
      'Take away what is before the lens, wipe it clean, and shade it from dazzling light',
    ],
    dark: [
      'Camera sees nothing',
      'No light, or the lens is covered: nobody is recognised',
      'Switch a light on; if there is light, take away what is before the lens',
    ],
  },
  cameraInfrared: {
    ok: ['Infrared ready', 'It can serve liveness', fine],
    lowResolution: [
      'Infrared low resolution',
      'It serves liveness, below the 2 megapixels of the standard',
      'Use a camera with 1080p',
    ],
    lost: ['Infrared camera lost', 'No liveness by infrared', 'Check its cable; it comes back by itself'],
    notFound: ['Infrared not found', 'No liveness by infrared', "Check the cable and the camera's name in the configuration"],
    denied: ['Infrared not usable', 'No liveness by infrared', 'Close the program that uses the camera, or allow this one to'],
    replay: ['Infrared from a file', 'Liveness sees a recording, not the gate', 'For real use, remove the replay setting'],
    starting: ['Infrared starting', 'It can serve liveness in a moment', 'Wait'],
    notConfigured: ['No infrared camera', 'Infrared is not used for liveness', 'If there is one, name it in the configuration'],
    notPaired: [
      'Infrared lags behind',
      'A living face cannot be told, so the gate stays shut',
      'Check its cable; give each of the two cameras a USB port of its own, without a hub',
    ],
    frozen: [
      'Infrared frozen',
      'A living face cannot be told, so the gate stays shut',
      'Unplug the infrared camera and plug it in again; if it stays, replace it',
    ],
    swapped: [
      'Cameras swapped',
      'A living face cannot be told, so the gate stays shut',
      "Exchange the two cameras' names in the configuration, and check the sign of the distance between the lenses",
    ],
    covered: [
      'Infrared may be covered',
      'A living face cannot be told, so the gate stays shut',
      'Remove what covers the lens, wipe it, and check the infrared lamp',
    ],
    drifted: [
      'Infrared camera moved',
      'Faces are not where the calibration has them, so the gate stays shut',
      'Fix the camera, then calibrate it again on the admin screen',
    ],
    badExposure: [
      'Infrared light wrong',
      'A living face cannot be told, so the gate stays shut',
      'Check the infrared lamp; keep the sun off the lens',
    ],
  },
  recognition: {
    ok: ['Recognition ready', 'Faces are recognised', fine],
    starting: ['Recognition starting', 'The gate stays shut until it is ready', 'Wait'],
    falseMatches: [
      'Too many false matches',
      'The gate works; somebody who is not enrolled is taken for a worker on more than one picture in a hundred',
      'See first whether people shown as very alike are one person twice; then raise the recognition threshold to what the detail names, or take better photographs; see Settings, Face recognition',
    ],
    renewing: [
      'Renewing face templates',
      'The gate works; those whose turn has not come are not recognised yet, as many as the detail says',
      'Wait; it ends by itself. Who cannot wait can be photographed anew',
    ],
    failed: ['Recognition failed', 'No recognition, the gate stays shut', 'Start again; if it stays, check the model files'],
  },
  vision: {
    ok: ['Picture analysis works', 'Faces are recognised', fine],
    starting: ['Analysis is starting', 'Passing is possible in a moment', 'Wait'],
    failed: [
      'Picture analysis is down',
      'Nobody is recognised, the gate stays shut',
      'Restart; if it stays, install the program again',
    ],
  },
  liveness: {
    off: ['Liveness is off', 'A photograph may open the gate', 'For real use, switch liveness on'],
    notAvailable: [
      'Liveness not available',
      'A living face cannot be told, so the gate stays shut',
      'Check the infrared camera, or choose another way',
    ],
    ok: ['Liveness ready', 'Photographs and screens do not open the gate', fine],
    challenge: ['Liveness by a move', 'Everybody is asked for a move; photographs do not open the gate', fine],
    underAttack: [
      'Attacks on the gate',
      'Living workers pass, copies of faces do not',
      'Send somebody to the gate, and look at the refused attempts on the admin screen',
    ],
  },
  network: {
    ok: ['Network ready', 'No effect on the gate', fine],
    offline: ['No network', 'The gate works, punches wait here', 'Check the network cable or the router'],
  },
  platform: {
    notConfigured: [
      'No platform',
      'The gate works, punches stay here',
      'To send punches, choose the platform in the configuration',
    ],
    connecting: ['Platform connecting', 'The gate works, punches wait here', 'Wait'],
    ok: ['Platform ready', 'Punches are sent at once', fine],
    offline: ['Platform offline', 'The gate works, punches wait here', "Check the network and the platform's address"],
    rejected: [
      'Platform refuses',
      'The gate works, punches wait here',
      'The detail’s code says which: serial number, keys or clock',
    ],
    unencrypted: [
      'Platform not encrypted',
      'Punches are sent, but people and punches, faces too, can be read and changed on the way',
      'Use the platform’s https address if it has one, else a private line or VPN',
    ],
    troubled: [
      'Platform in trouble',
      'The gate works, punches wait here',
      'Wait, it is tried again; if it stays, tell the platform’s operator the code in the detail',
    ],
    photographsMissing: [
      'Photographs unreachable',
      'The gate works, but people whose photograph is missing are not recognised',
      'Check that the terminal reaches the host in the detail: network, name resolution, firewall, certificate',
    ],
    taskSetAside: [
      'Platform task set aside',
      'The gate works, but the people of that task are not up to date',
      'Have the platform send the task in the detail again, in smaller parts; hand the log to a technician',
    ],
    clockOff: [
      'Clock is off',
      'The gate works and punches are sent, but their times are wrong',
      'Set the time on the time page of the set-up; the detail says by how many minutes it is off',
    ],
    switchPending: [
      'Platform change pending',
      'The gate opens for the old platform’s people; nothing is sent',
      'Run npm run terminal -- platform switch to see what happens, and confirm it',
    ],
  },
  speech: {
    ok: ['Voice ready', 'Names are spoken at the gate', fine],
    off: ['Voice is off', 'The gate works without words', fine],
    unavailable: ['No voice', 'The gate works without words', 'Install espeak-ng, then start again'],
  },
  disk: {
    ok: ['Disk ready', 'Punches are recorded', fine],
    low: ['Disk nearly full', 'The gate works; once full, nobody passes', 'Free space, or keep records for less long'],
    full: ['Disk full', 'Nothing can be recorded, the gate stays shut', 'Free space at once'],
  },
  clock: {
    ok: ['Clock ready', 'Punch times can be trusted', fine],
    jumped: ['Clock jumped', 'The gate works, punch times are doubtful', 'Check the system time and the time server'],
  },
  screen: {
    ok: ['Screen ready', 'It shows what it should', fine],
    restarting: ['Screen restarting', 'Recognition is back in seconds', 'Wait; if it happens again, call a technician'],
  },
  update: {
    ok: ['Program up to date', 'No effect on the gate', fine],
    notAvailable: ['Started without launcher', 'The gate works, updates from afar are not possible', fine],
    downloading: ['Fetching an update', 'The gate works', fine],
    checking: ['Checking an update', 'The gate works', fine],
    unpacking: ['Unpacking an update', 'The gate works', fine],
    waiting: ['Update waits', 'The gate works; the update comes when nobody is there', fine],
    copying: ['Copying the database', 'The gate works', fine],
    switching: ['Restarting for update', 'The gate is shut for some seconds', 'Wait'],
    trial: ['New version on trial', 'The gate works; should the version not be well it goes back by itself', 'Wait some minutes'],
    refused: [
      'Update refused',
      'The gate works, the version stays',
      'See the code in the detail, and the history on the System page',
    ],
    rolledBack: [
      'Update taken back',
      'The gate works on the version of before; no punch is lost',
      'Hand the log and the code in the detail to whoever made the update',
    ],
  },
};
