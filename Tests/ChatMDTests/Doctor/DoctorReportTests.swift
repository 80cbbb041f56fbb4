import LLMCore
import MarkdownHistory
import Testing

@testable import chatmd

@Suite struct DoctorReportTests {
    private func report(_ findings: Finding...) -> DoctorReport {
        var report = DoctorReport()
        report.add(findings, to: "things")
        return report
    }

    @Test func piecesOfASectionAreJoined() {
        var report = DoctorReport()
        report.add([Finding(.ok, "a", "1")], to: "x")
        report.add([Finding(.ok, "b", "2")], to: "x")
        report.add([], to: "y")
        #expect(report.sections.map(\.name) == ["x", "y"])
        #expect(report.sections[0].findings.map(\.name) == ["a", "b"])
    }

    @Test func onlyErrorsChangeTheStatus() {
        let (note, warning) = (Finding(.note, "a", "1"), Finding(.warning, "b", "2"))
        #expect(report(note, warning).exitStatus == 0)
        #expect(report(note, Finding(.error, "c", "3")).exitStatus == 1)
        let broken = Finding("d", Failure(.invalidConfig, "4"))
        #expect(report(Finding(.error, "c", "3"), broken).exitStatus == 3)
        #expect(report(Finding("d", Failure(.invalidConfig, "4"), as: .warning)).exitStatus == 0)
    }

    @Test func programsGetEveryFindingWithItsHint() {
        let json = report(Finding(.warning, "a", "1", hint: "2"), Finding(.ok, "b", "3")).json
        #expect(
            json == [
                "version": .string(Version.current), "errors": 0, "warnings": 1,
                "sections": [
                    [
                        "name": "things",
                        "checks": [
                            ["name": "a", "status": "warning", "message": "1", "hint": "2"],
                            ["name": "b", "status": "ok", "message": "3"],
                        ],
                    ]
                ],
            ])
    }

    @Test func aFindingIsOneLine() {
        let finding = Finding(.error, "a", "one\r\ntwo\n\nthree\n", hint: "x\ny")
        #expect(finding.message == "one two three")
        #expect(finding.hint == "x y")
    }

    @Test func aPlaceInAFileStandsInFront() {
        var failure = Failure(.invalidConfig, "oops", hint: "mend it", path: "/c.toml")
        (failure.line, failure.column) = (3, 9)
        #expect(Finding("c", failure).message == "/c.toml:3:9: oops")
        let warning = Diagnostic(.warning, line: 0, column: 0, message: "hm")
        #expect(Finding("c", warning, path: "/c.toml").message == "/c.toml: hm")
        #expect(Finding("c", warning, path: nil).message == "hm")
    }
}
