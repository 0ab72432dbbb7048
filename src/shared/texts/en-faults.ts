import type { Catalogue } from './catalogue.ts';

/** Every fault code: what happened, what to do. */
export const enFaults: Catalogue['faults'] = {
  'config.invalid': ['The configuration file is wrong', 'Correct the file and key that the log names, then start again'],
  'data.inUse': ['Another terminal uses the data directory', 'Stop that one first, or choose another data directory'],
  'data.keyInvalid': [
    'The key file is missing or does not fit the data',
    'Restore the key file; photographs and templates cannot be read without it',
  ],
  'store.newer': [
    'The database comes from a newer version',
    'Install that version, or choose another data directory; nothing was changed',
  ],
  'store.full': ['The disk is full, nothing can be recorded', 'Free space; until then nobody passes'],
  'store.damaged': ['The database is damaged', 'Keep the data directory and let a technician restore a backup'],
  'store.failed': ['The database failed', 'Start again; if it stays, call a technician'],
  'model.missing': ['A model file is missing, no recognition', 'Run npm run models, then start again'],
  'model.hashWrong': ['A model file is not the one of the manifest, no recognition', 'Build the models again: npm run models'],
  'model.failed': ['A model does not run, no recognition', 'Start again; if it stays, build the models again'],
  'recording.busy': ['Another liveness session is being recorded', 'Wait for its end'],
  'recording.notRunning': ['The terminal does not run, so nothing can be recorded', 'Start the terminal first'],
  'recording.unknown': ['No recording has that number', 'See the numbers with npm run liveness -- list'],
  'photo.unreadable': ['The file is no readable picture', 'Use a JPEG or PNG photograph'],
  'photo.noFace': ['No face was found in the photograph', 'Use a clear photograph from the front'],
  'photo.severalFaces': ['The photograph shows more than one face', 'Use a photograph of this person alone'],
  'photo.tooSmall': ['The face in the photograph is too small', 'Use a closer photograph or one with more pixels'],
  'photo.blurred': ['The photograph is blurred', 'Use a sharp photograph'],
  'photo.badPose': ['The face in the photograph is turned away', 'Use a photograph from the front'],
  'photo.badLight': ['The photograph is too dark or too bright', 'Use an evenly lit photograph'],
  'photo.downgraded': [
    'The address of a photograph led from https to plain http; it was not fetched',
    'Ask the platform’s operator to correct the address; the detail names the host',
  ],
  'photo.hostUnreached': [
    'The host of the photographs cannot be reached',
    'Check network, name resolution and certificate of the host in the detail; they are fetched again by themselves',
  ],
  'photo.unobtainable': [
    'The address of a photograph did not yield a picture',
    'Check the photograph on the platform; the worker is stored without it',
  ],
  'platform.badFrame': [
    'The platform sent bytes that are no message',
    'The connection is made again; if it stays, check address and port',
  ],
  'platform.badReply': [
    'An answer of the platform cannot be read',
    'If it stays, tell the platform’s operator the time of this message',
  ],
  'platform.certificate': [
    "The platform's certificate does not hold",
    'Check the clock, the platform address and the CA file; the detail names the reason',
  ],
  'platform.cannotDecrypt': [
    'An encrypted answer does not open',
    'Check the private key file, or the SM4 key and IV, in the platform settings',
  ],
  'platform.offline': ['There is no connection to the platform', 'Check network and address; punches are kept and sent later'],
  'platform.rejected': ['The platform refused', 'Check serial number and credentials; the detail names the code'],
  'platform.replySignature': [
    'An answer of the platform has a wrong signature',
    'Check the access secret; if it is right, ask the platform’s operator',
  ],
  'platform.taskSetAside': [
    'The program ended several times in one task of the platform; the task was set aside',
    'Have the platform send it again, in smaller parts; hand the log to a technician',
  ],
  'platform.timeout': ['The platform did not answer in time', 'Check the network; punches are kept and sent later'],
  'worker.exists': ['This id is taken', 'Choose another id; to replace the photograph use --replace'],
  'worker.unknown': ['No worker has this id', 'Check the id and try again'],
  'worker.invalid': ['This id or name cannot be stored', 'Check its length and characters and try again'],
  'link.closed': ['The connection to the device was lost', 'Check the wiring; it comes back by itself'],
  'link.openFailed': ['The connection to the device cannot be opened', "Check the port's name, its permissions and the wiring"],
  'relay.timeout': ["The gate's board does not answer", 'Check its power, the wiring, the baud rate and the unit'],
  'relay.rejected': ["The gate's board refused the order", "Check the coil's address and the pulse method"],
  'relay.malformed': ["The gate's board answers wrongly", 'Check the wiring for noise, the baud rate and the unit'],
  'reader.badFrame': [
    'A reader sends what cannot be understood',
    'Compare baud rate and format with the reader’s manual, and check its cable',
  ],
  'reader.photoDecoder': [
    'The photograph on the identity card cannot be decoded',
    'The text of the card is used; check the decoder that the configuration names',
  ],
  'reader.rejected': [
    'A reader says that it cannot work',
    'Switch the reader off and on; if it stays, ask its maker about its authorisation',
  ],
  'reader.timeout': ['A reader does not answer', 'Check its cable, power and baud rate'],
  'speech.unavailable': ['Speech cannot be made, the gate works', 'Install espeak-ng, then start again'],
  'ipc.timeout': ['The terminal did not answer in time', 'Try again; if it stays, start again'],
  'ipc.rejected': ['A request of the screen was refused', 'Start again; if it stays, call a technician'],
  'admin.locked': ['Too many wrong PINs, administration is locked', 'Try again later'],
  'admin.unauthorised': ['The session has ended', 'Enter the PIN again'],
  'control.rejected': ['The command is not known', 'Check the command and its version'],
  'renderer.gone': ['The screen stopped answering', 'It comes back by itself; if it happens again, call a technician'],
  'internal.bug': ['A mistake inside the program', 'Start again and hand the log to a technician'],
};
