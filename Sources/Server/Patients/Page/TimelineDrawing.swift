import Clinical
import Course

/// Draws a ``Timeline``: doses as drops sized by step, temperatures as a line over the fever zone, grades as filled
/// squares with their digit, holds hatched, the risk window as a band, and a mark for now.
struct TimelineDrawing {
    private static let width = 360.0
    private static let left = 38.0
    private static let right = 350.0
    private static let dropY = 52.0

    private let timeline: Timeline
    private var svg: SVG
    /// Where the next row begins.
    private var y = 72.0
    private let height: Double

    static func draw(_ timeline: Timeline) -> Drawing {
        var drawing = TimelineDrawing(timeline)
        drawing.axis()
        drawing.doses()
        drawing.temperatures()
        drawing.grades()
        drawing.holds()
        drawing.now()
        return drawing.svg.drawing()
    }

    private init(_ timeline: Timeline) {
        self.timeline = timeline
        let scales = Set(timeline.grades.map(\.scale)).count
        let rows = (timeline.readings.isEmpty ? 0 : 96.0) + Double(scales) * 24 + (timeline.shownHolds.isEmpty ? 0 : 24)
        height = y + rows + 24
        svg = SVG(
            id: "tl", width: Self.width, height: height, style: "timeline", title: "Timeline",
            description: timeline.summary)
    }

    private func x(_ moment: Instant) -> Double {
        let whole = Double(max(1, timeline.to.minutes(since: timeline.from)))
        let part = Double(moment.minutes(since: timeline.from)) / whole
        return Self.left + min(1, max(0, part)) * (Self.right - Self.left)
    }

    private mutating func axis() {
        let zone = timeline.clock.zone
        let first = zone.day(of: timeline.from) + 1
        let days = max(0, zone.day(of: timeline.to) - first)
        let dayWidth = (Self.right - Self.left) / max(1, Double(timeline.to.hours(since: timeline.from)) / 24)
        let step = [1, 2, 3, 7, 14].first { Double($0) * dayWidth >= 48 } ?? 14
        for offset in stride(from: 0, through: days, by: step) {
            let day = first + offset
            let at = x(zone.instant(day))
            svg.line("tl-grid", at, 40, at, height - 20)
            guard at < Self.width - 18 else { continue }
            let label = day.description.split(separator: " ").prefix(2).joined(separator: " ")
            svg.text(label, x: at, y: height - 6, style: "tl-quiet", anchor: "middle")
        }
        svg.line("tl-axis", Self.left, height - 20, Self.right, height - 20)
    }

    private mutating func doses() {
        if let window = timeline.window, window.to > timeline.from {
            let start = x(window.from)
            svg.rect("tl-window", x: start, y: 40, width: x(window.to) - start, height: 24, round: 4)
        }
        // Two rows of labels; one that fits in neither is left to the table.
        var ends = [Self.left - 30, Self.left - 30]
        for dose in timeline.doses + (timeline.due.map { [$0] } ?? []) {
            let isDue = dose.at > timeline.clock.now
            let at = x(dose.at)
            svg.drop(isDue ? "tl-due" : "tl-dose", x: at, y: Self.dropY, radius: 4.5 + 3.5 * dose.size)
            let label = Self.label(dose.title)
            let span = Double(label.count) * 5.8
            let start = min(max(4, at - span / 2), Self.width - 6 - span)
            guard let lane = ends.indices.first(where: { ends[$0] + 6 <= start }) else { continue }
            ends[lane] = start + span
            svg.text(label, x: start, y: 34 - 13 * Double(lane), style: "tl-quiet")
        }
    }

    /// `step-up dose 2` becomes `step-up 2`; a title that begins with the word keeps it.
    private static func label(_ title: String) -> String {
        let words = title.split(separator: " ")
        return words.enumerated().filter { $0.offset == 0 || $0.element != "dose" }.map(\.element)
            .joined(separator: " ")
    }

    private mutating func temperatures() {
        guard !timeline.readings.isEmpty else { return }
        let top = y
        let bottom = y + 84
        let values = timeline.readings.map(\.value.hundredthsCelsius)
        let low = min(3600, values.min() ?? 3600)
        let high = max(4000, (values.max() ?? 4000) + 20)
        func level(_ hundredths: Int) -> Double {
            bottom - Double(hundredths - low) / Double(max(1, high - low)) * (bottom - top)
        }
        let fever = timeline.fever.hundredthsCelsius
        let line = level(fever)
        svg.rect("tl-fever-zone", x: Self.left, y: top, width: Self.right - Self.left, height: max(0, line - top))
        svg.line("tl-fever", Self.left, line, Self.right, line)
        svg.text("\(timeline.fever.celsiusText) °C", x: Self.left - 4, y: line + 4, style: "tl-quiet", anchor: "end")
        svg.text("fever", x: Self.left - 4, y: top + 10, style: "tl-quiet", anchor: "end")
        // Only the highest is named: two close together would cover each other.
        let labelled = timeline.readings.max { $0.value < $1.value }
        var before: (x: Double, y: Double)?
        for reading in timeline.readings {
            let point = (x: x(reading.at), y: level(reading.value.hundredthsCelsius))
            if let before { svg.line("tl-temp-line", before.x, before.y, point.x, point.y) }
            before = point
        }
        for reading in timeline.readings {
            let at = x(reading.at)
            let height = level(reading.value.hundredthsCelsius)
            svg.rect("tl-temp", x: at - 3, y: height - 3, width: 6, height: 6, round: 3)
            guard reading.value >= timeline.fever, reading.at == labelled?.at else { continue }
            let isLate = at > Self.width - 60
            svg.text(
                reading.value.celsiusText, x: isLate ? at - 6 : at + 6, y: height - 5, style: "tl-value",
                anchor: isLate ? "end" : "start")
        }
        y = bottom + 12
    }

    private mutating func grades() {
        for scale in Grading.Scale.allCases {
            let row = timeline.grades.filter { $0.scale == scale }
            guard !row.isEmpty else { continue }
            svg.text(scale.word, x: Self.left - 4, y: y + 13, style: "tl-quiet", anchor: "end")
            for grade in row {
                let at = x(grade.at)
                svg.rect(
                    grade.grade > 0 ? "tl-grade" : "tl-grade-open", x: at - 8, y: y, width: 16, height: 16, round: 2)
                svg.text(
                    String(grade.grade), x: at, y: y + 12.5, style: grade.grade > 0 ? "tl-digit" : "tl-text",
                    anchor: "middle")
            }
            y += 24
        }
    }

    private mutating func holds() {
        guard !timeline.shownHolds.isEmpty else { return }
        let hatch = svg.hatching("tl-hatch-line")
        svg.text("hold", x: Self.left - 4, y: y + 12, style: "tl-quiet", anchor: "end")
        for hold in timeline.shownHolds {
            let start = x(hold.from)
            let end = x(hold.to ?? timeline.clock.now)
            svg.rect("tl-hold", x: start, y: y + 1, width: max(3, end - start), height: 14, round: 2, fill: hatch)
        }
        y += 24
    }

    private mutating func now() {
        let at = x(timeline.clock.now)
        svg.line("tl-now", at, 38, at, height - 20)
        svg.text("now", x: at, y: 9, style: "tl-value", anchor: "middle")
        svg.line("tl-grid", at, 12, at, 38)
    }
}
