/// The moments of a course for which advice is asked: what the charts are about.
enum Moment: String, CaseIterable {
    /// 20 h after step-up dose 1, all well.
    case wellAfterFirst
    /// 31 h after step-up dose 2: fever and low pressure that nobody graded.
    case feverUngraded
    /// CRS grade 2, open.
    case crsOpen
    /// CRS grade 2, over since 10 h.
    case crsResolved
    /// 12 days late after step-up dose 2.
    case doseLate
    /// ICE 6 that nobody graded.
    case iceLow
    /// No weight on record.
    case weightMissing
    /// Pneumonia in step-up, on hold.
    case heldInfected
    /// Half a year in, all well.
    case steady
    /// Half a year in, three days overdue.
    case overdue

    /// Doses given by then.
    var doses: Int {
        switch self {
        case .wellAfterFirst, .weightMissing: 1
        case .steady, .overdue: 20
        default: 2
        }
    }

    /// Hours from the last dose to the moment asked about.
    var hoursAfterDose: Int {
        switch self {
        case .wellAfterFirst, .weightMissing: 20
        case .feverUngraded: 31
        case .crsOpen: 40
        case .crsResolved: 60
        case .iceLow: 44
        case .heldInfected: 50
        case .doseLate: 16 * 24
        case .steady: 5 * 24
        case .overdue: 31 * 24
        }
    }
}
