/// What a file holds, told by its first bytes and never by its name.
enum EmbedKind: Equatable, Sendable {
    case image(mediaType: String)
    case document(mediaType: String)
    case audio(mediaType: String)
    /// Anything else that is UTF-8 without NUL.
    case text

    /// How many first bytes decide.
    static let signatureLength = 16

    /// The kinds that providers take; `.text` where the bytes show none of the others.
    init(signature bytes: some Collection<UInt8>) {
        let bytes = Array(bytes.prefix(Self.signatureLength))
        let isRIFF = bytes.starts(with: "RIFF".utf8)
        let form = bytes.dropFirst(8).prefix(4)
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .image(mediaType: "image/png")
        } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .image(mediaType: "image/jpeg")
        } else if bytes.starts(with: "GIF87a".utf8) || bytes.starts(with: "GIF89a".utf8) {
            self = .image(mediaType: "image/gif")
        } else if isRIFF, form.elementsEqual("WEBP".utf8) {
            self = .image(mediaType: "image/webp")
        } else if isRIFF, form.elementsEqual("WAVE".utf8) {
            self = .audio(mediaType: "audio/wav")
        } else if bytes.starts(with: "%PDF-".utf8) {
            self = .document(mediaType: "application/pdf")
        } else if Self.startsMP3(bytes) {
            self = .audio(mediaType: "audio/mpeg")
        } else {
            self = .text
        }
    }

    /// An ID3v2 tag, or a frame of MPEG audio layer III with a bit rate and a sample rate.
    private static func startsMP3(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 4 else { return false }
        if bytes.starts(with: "ID3".utf8) { return (2...4).contains(bytes[3]) }
        let isLayerIII = bytes[0] == 0xFF && bytes[1] & 0xE6 == 0xE2 && bytes[1] & 0x18 != 0x08
        return isLayerIII && ![0x00, 0xF0].contains(bytes[2] & 0xF0) && bytes[2] & 0x0C != 0x0C
    }

    /// What a file at an address is, as far as the address tells; `image/*` where it does not.
    static func mediaType(ofAddress url: String) -> String {
        let path = url.prefix { $0 != "?" && $0 != "#" }
        let name = path.split(separator: "/").last ?? ""
        return switch name.split(separator: ".").dropFirst().last?.lowercased() {
        case "png": "image/png"
        case "jpg", "jpeg": "image/jpeg"
        case "gif": "image/gif"
        case "webp": "image/webp"
        case "pdf": "application/pdf"
        case "wav": "audio/wav"
        case "mp3": "audio/mpeg"
        default: "image/*"
        }
    }

    /// As in `image/png`.
    var mediaType: String {
        switch self {
        case .image(let type), .document(let type), .audio(let type): type
        case .text: "text/plain"
        }
    }

    /// What is taken at most, in bytes; a provider may take less.
    var maximumSize: Int {
        switch self {
        case .image: 20 << 20
        case .document: 50 << 20
        case .audio: 25 << 20
        case .text: 1 << 20
        }
    }

    /// Of a text that some lines are taken from, in bytes.
    static let maximumSizeOfCutText = 50 << 20

    /// With its article.
    var name: String {
        switch self {
        case .image: "an image"
        case .document: "a PDF"
        case .audio: "an audio file"
        case .text: "a text"
        }
    }

    func tooLarge(_ path: String) -> EmbedError {
        EmbedError(
            "`\(path)` is larger than \(maximumSize >> 20) MB, the limit for \(name)",
            hint: self == .text ? "take some of its lines: `\(path)#L1-200`" : nil
        )
    }
    static func tooLargeToCut(_ path: String) -> EmbedError {
        EmbedError(
            "`\(path)` is larger than \(maximumSizeOfCutText >> 20) MB, the limit for a text that "
                + "lines are taken from")
    }
}
