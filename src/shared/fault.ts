/**
 * Every way in which something can be broken, as a stable code that logs, screens and tests refer to.
 * `area.whatHappened`; a refusal of a person is never a fault, it is a value.
 */
export const faultCodes = [
  'config.invalid', // the configuration file has an unknown key, a wrong type or is missing
  'config.demo', // the demo keeps no settings
  'settings.fileNewer', // a file of settings was written by a newer version
  'settings.fileUnreadable', // a file that is none of settings
  'settings.passphraseShort', // a passphrase that would be guessed
  'settings.wrongPassphrase', // the secrets of a file of settings do not open
  'data.inUse', // another instance holds the data directory
  'data.keyInvalid', // the key file is missing although sealed data exists, or does not fit it
  'store.newer', // the database was written by a newer version
  'store.full', // no space left to record anything
  'store.damaged', // SQLite reports corruption, or a sealed value does not open
  'store.failed', // any other failure of the database
  'model.missing', // a model file of the manifest is not there
  'model.hashWrong', // a model file is not the one of the manifest
  'model.failed', // a network could not be loaded or run
  'lane.unknown', // a lane was named that this terminal has not
  'recording.busy', // a labelled session is going on already
  'recording.notRunning', // recording was asked of a terminal that does not run
  'recording.unknown', // no recording has that id
  'recording.damaged', // a recording does not open, or another version wrote it
  'photo.unreadable', // bytes that are no picture
  'photo.noFace',
  'photo.severalFaces',
  'photo.tooSmall',
  'photo.blurred',
  'photo.badPose',
  'photo.badLight',
  'photo.darkGlasses',
  'photo.cutOff',
  'photo.downgraded', // a picture's address led from https to plain http
  'photo.hostUnreached', // the host of pictures cannot be reached; they are fetched again later
  'photo.unobtainable', // a picture's address did not yield one
  'platform.badFrame', // bytes that are no message; the connection is dropped
  'platform.badReply', // an answer or order that cannot be read
  'platform.certificate', // the platform's TLS certificate does not hold
  'platform.cannotDecrypt', // an encrypted answer does not open with the private key
  'platform.offline', // no connection, or it was lost
  'platform.rejected', // the platform refused with an error code
  'platform.replySignature', // an answer whose signature is wrong
  'platform.taskSetAside', // a task in the middle of which the program ended again and again
  'platform.timeout', // the platform did not answer in time
  'update.badAddress', // the address of a package cannot be used
  'update.bomb', // a package unpacks to more than its manifest says
  'update.busy', // another update goes on
  'update.cancelled', // a person called the update off
  'update.copyFailed', // the database could not be copied before the update
  'update.databaseNewer', // a package cannot read this database
  'update.diskFull', // no space for the update
  'update.entryKind', // a package holds a link, a device or the like
  'update.entryPath', // a package holds a path that leads out of its folder
  'update.entryWrong', // a file of a package is not what its manifest says
  'update.keyUnreadable', // a key file is none
  'update.keysWrong', // a package would leave no key that is trusted
  'update.manifest', // a package without a manifest that can be read
  'update.newCannotRun', // the new version refused to run, its database for one
  'update.newCrashed', // the new version ended again and again
  'update.newUnhealthy', // the new version did not report healthy in time
  'update.noKey', // no public key is configured
  'update.noLauncher', // the terminal was not started by its launcher
  'update.notAPackage', // a file or an answer that is no package
  'update.notRunning', // an update was asked of a terminal that does not run
  'update.olderVersion', // a package of an older version that does not say that it may replace a newer one
  'update.redirects', // the address of a package leads on and on
  'update.refused', // the server of a package refused
  'update.sameVersion', // the version of a package runs already
  'update.signature', // a package is not what was signed
  'update.slotBroken', // the new version cannot be started at all
  'update.stalled', // the server of a package fell silent again and again
  'update.tooOld', // a package cannot be installed over a version as old as this
  'update.truncated', // a package ends early
  'update.unknownKey', // a package was signed with a key that is not trusted
  'update.unreachable', // the server of a package cannot be reached
  'update.unreadable', // a package file cannot be read
  'update.wrongArchitecture', // a package for another kind of machine
  'update.wrongChannel', // a package of another channel
  'update.wrongSize', // a package has not the size that was ordered
  'update.wrongVersion', // a package is not of the version that was ordered
  'worker.exists', // the id is taken and replacing was not asked for
  'worker.unknown', // no worker has that id
  'worker.invalid', // an id or name that cannot be stored
  'code.invalid', // a person's QR code cannot be made of what was given
  'card.invalid', // a card's number that cannot be one
  'card.taken', // a card that belongs to another worker
  'link.closed', // a serial port or socket went away
  'link.openFailed', // a serial port or socket cannot be opened
  'relay.timeout', // the board did not answer in time
  'relay.rejected', // the board answered with an exception
  'relay.malformed', // bytes that are no answer of the board
  'gate.cannotHold', // the configured turnstile cannot be kept open
  'gate.lockedDown', // the gate is locked down
  'gpio.openFailed', // a line of the machine cannot be had: no addon, no chip, or somebody else holds it
  'gpio.lost', // a line went away while in use
  'reader.badFrame', // bytes that are no frame of the configured reader
  'reader.photoDecoder', // the site's decoder of photographs on identity cards failed
  'reader.rejected', // a reader says that it cannot work
  'reader.timeout', // a reader did not answer in time
  'export.failed', // a file could not be made or written
  'export.noFont', // no Chinese font is installed to print with
  'export.stickGone', // the USB stick that was chosen is not there any more, or cannot be written to
  'export.tooMany', // more rows than a printed list can hold
  'speech.unavailable', // espeak-ng is not installed or failed
  'ipc.rejected', // a call from a page that may not make it, or with wrong input
  'ipc.timeout', // main did not answer a call of the page in time
  'admin.locked', // too many wrong PINs
  'remote.failed', // the look from the network cannot be offered
  'remote.onlyThere', // an act that the network may not ask for
  'remote.portTaken', // another program has the port of the look from the network
  'admin.unauthorised', // no valid session
  'admin.unconfirmed', // an act that asks for the PIN again came without it
  'control.rejected', // a command on the control socket that is unknown or malformed
  'renderer.gone', // the page crashed or froze
  'internal.bug', // a state that the program holds impossible
] as const;

export type FaultCode = (typeof faultCodes)[number];

/** Something is broken (as opposed to refused). Branch on `code`, never on the text. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;

  constructor(code: FaultCode, message: string, options?: ErrorOptions) {
    super(`${message} [${code}]`, options);
    this.code = code;
  }

  /** Wraps anything thrown; a `Fault` passes unchanged. */
  static from(error: unknown, code: FaultCode, message: string): Fault {
    return error instanceof Fault ? error : new Fault(code, message, { cause: error });
  }
}
