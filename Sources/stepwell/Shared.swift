import ArgumentParser
import Clinical
import Course
import Foundation
import JSONText
import Practice
import Service

/// Options every command with content has.
struct ContentOptions: ParsableArguments {
    @Option(help: "The content folder. Default: STEPWELL_CONTENT, or Content beside you or above the program.")
    var content: String?

    /// Reads the folder again whenever it is asked: somebody signs what is there then.
    func reader() throws -> @Sendable () throws(FolderError) -> [ContentFile] {
        guard let folder = ContentFolder.locate(content) else {
            throw CommandFailure(
                code: "content.missing", message: "no content folder found; name one with --content DIR", status: 2)
        }
        return { () throws(FolderError) in try ContentFolder.read(folder) }
    }

    func files() throws -> [ContentFile] {
        guard let folder = ContentFolder.locate(content) else {
            throw CommandFailure(
                code: "content.missing", message: "no content folder found; name one with --content DIR", status: 2)
        }
        do {
            return try ContentFolder.read(folder)
        } catch {
            throw CommandFailure(code: error.code, message: error.description, status: 2)
        }
    }

    /// Loads and verifies the content; any fault ends the command with status 1 and every fault listed.
    func protocols() throws -> Protocols {
        do {
            return try Protocols.load(try files())
        } catch let faults as ContentFaults {
            FileHandle.standardError.write(Data((faults.description + "\n").utf8))
            throw CommandFailure(
                code: "content.faults",
                message: "the content has \(faults.faults.count) faults; nothing is answered from it",
                status: 1)
        }
    }
}

/// How an answer is printed.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print one JSON object.")
    var json = false

    func finish(_ answer: Answer) throws {
        print(json ? answer.json.pretty() : answer.text)
        guard answer.status == .answered else {
            if answer.status == .notOnFile, json {
                let line = answer.text.split(whereSeparator: \.isNewline).first.map(String.init) ?? "not on file"
                FileHandle.standardError.write(Data("stepwell: error[not-on-file]: \(line)\n".utf8))
            }
            throw ExitCode(answer.status.rawValue)
        }
    }
}

/// A site's settings file.
struct SiteOptions: ParsableArguments {
    @Option(help: "A site's settings: zone and signed choices, as YAML or JSON.")
    var site: String?

    /// The site of the file; without one a site of the given id in the zone of this machine.
    func site(_ protocols: Protocols, id: String, name: String) throws -> Site {
        if let site = try site.map({ try Self.read($0, content: protocols.library) }) { return site }
        let rules = try rules(protocols, fallback: TimeZone.current.identifier)
        return Site(id: id, name: name, zoneID: rules.zone.id, choices: rules.choices)
    }

    /// - Parameter fallback: The zone where no file names one.
    func rules(_ protocols: Protocols, fallback: String = "UTC") throws -> SiteRules {
        let read = try site.map { try Self.read($0, content: protocols.library) }
        let zoneID = read?.zoneID ?? fallback
        guard let zone = Zones.zone(zoneID) else {
            throw CommandFailure(
                code: "site.zone", message: "zone: given \(zoneID), expected an IANA name such as America/Chicago",
                status: 2)
        }
        return SiteRules(zone: zone, choices: read?.choices ?? [:])
    }

    private static func read(_ path: String, content: ContentLibrary) throws -> Site {
        let bytes = try Input.bytes(path)
        do {
            let json = try PlainYAML.json(ContentFile(path: path, bytes: bytes))
            return try Site.read(json, content: content)
        } catch let faults as ContentFaults {
            throw CommandFailure(code: "site.unreadable", message: faults.faults.first?.description ?? path, status: 2)
        } catch let error as FieldError {
            throw CommandFailure.field(error)
        }
    }
}

/// Files and standard input.
enum Input {
    static func bytes(_ path: String) throws -> [UInt8] {
        if path == "-" { return [UInt8](FileHandle.standardInput.readDataToEndOfFile()) }
        do {
            return try ContentFolder.bytes(path)
        } catch {
            throw CommandFailure(code: error.code, message: error.description, status: 2)
        }
    }

    static func json(_ path: String) throws -> JSON {
        do {
            return try JSON.parse(try bytes(path))
        } catch let error as JSONError {
            throw CommandFailure(code: "input.json", message: "\(path): \(error)", status: 2)
        }
    }

    static func day(_ text: String, field: String) throws -> Day {
        guard let day = Day(text) else {
            throw CommandFailure.field(
                FieldError(field: field, given: text, allowed: "a date that exists, as YYYY-MM-DD", code: "field.date"))
        }
        return day
    }

    static func grams(_ text: String?) throws -> Int? {
        guard let text else { return nil }
        guard let grams = ExactDecimal.read(text, decimals: 3), grams.side == 0 else {
            throw CommandFailure.field(
                FieldError(
                    field: "weight", given: text, allowed: "a weight in kg with at most 3 decimals, such as 71.4",
                    code: "field.number"))
        }
        return grams.value
    }

    static func whole(_ text: String, field: String) throws -> Int {
        guard let value = Int(text) else {
            throw CommandFailure.field(
                FieldError(field: field, given: text, allowed: "a whole number", code: "field.number"))
        }
        return value
    }
}

extension CommandFailure {
    static func field(_ error: FieldError) -> CommandFailure {
        CommandFailure(code: error.code, message: error.description, status: 2)
    }

    /// Runs a calculator; a wrong field ends the command with status 2.
    static func unwrap<Value>(_ body: () throws(FieldError) -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            throw field(error)
        }
    }
}
