/// Every sentence the program asks the content for, by its id in `phrases.yaml`.
///
/// Nothing else can be asked for, so that ``Protocols/missingPhrases`` is complete: content that lacks one is refused
/// before anything is answered from it.
public enum PhraseID: String, Sendable, CaseIterable {
    // Dose and volume
    case doseTableUnverified = "dose-table-unverified"
    case doseNoBand = "dose-no-band"
    case doseArithmetic = "dose-arithmetic"
    case regimenAssumed = "regimen-assumed"
    case tableOutdated = "table-outdated"
    // Signs
    case feverUngraded = "fever-ungraded"
    case feverEarlierUngraded = "fever-earlier-ungraded"
    case feverBeforeDose = "fever-before-dose"
    case signsWithoutFever = "signs-without-fever"
    case icansUngraded = "icans-ungraded"
    case feverDrugGiven = "fever-drug-given"
    case gradeCRSNow = "grade-crs-now"
    case gradeICANSNow = "grade-icans-now"
    // Reactions
    case toxicityOpen = "toxicity-open"
    case toxicityOpenSevere = "toxicity-open-severe"
    case toxicityDiscontinue = "toxicity-discontinue"
    case modificationNotOnFile = "modification-not-on-file"
    // Managing a reaction
    case manageWorst = "manage-worst"
    case manageIfWorst = "manage-if-worst"
    case manageWeigh = "manage-weigh"
    case manageUnsigned = "manage-unsigned"
    case manageNotBefore = "manage-not-before"
    case manageMaximum = "manage-maximum"
    case manageWindowHours = "manage-window-hours"
    case manageWindowEvent = "manage-window-event"
    case manageWindowCourse = "manage-window-course"
    case manageLimitApart = "manage-limit-apart"
    case manageLimitMost = "manage-limit-most"
    case manageOutsideWeights = "manage-outside-weights"
    case manageIf = "manage-if"
    case manageNextUntil = "manage-next-until"
    case manageNextPremedicate = "manage-next-premedicate"
    case manageNextHospital = "manage-next-hospital"
    case manageNextStop = "manage-next-stop"
    case manageReassess = "manage-reassess"
    // Holds and infection
    case held
    case holdReview = "hold-review"
    case infectionOpen = "infection-open"
    case infectionInStepUp = "infection-in-step-up"
    // The next dose
    case noDoseYet = "no-dose-yet"
    case firstDoseReady = "first-dose-ready"
    case doseOverdue = "dose-overdue"
    case restartDue = "restart-due"
    case delayNotOnFile = "delay-not-on-file"
    case restartDiscontinue = "restart-discontinue"
    case reviewBenefitRisk = "review-benefit-risk"
    case doseOutsideRegimen = "dose-outside-regimen"
    // What does not fit
    case doseTooEarly = "dose-too-early"
    case doseUnexpected = "dose-unexpected"
    case doseWhileHeld = "dose-while-held"
    case doseWhileInfected = "dose-while-infected"
    case doseWeightMissing = "dose-weight-missing"
    case doseWeightOld = "dose-weight-old"
    case doseBeforeStart = "dose-before-start"
    case recordUnreadable = "record-unreadable"
    // Weight and watch
    case weightMissing = "weight-missing"
    case weightOld = "weight-old"
    case weighPatient = "weigh-patient"
    case weighWhy = "weigh-why"
    case watchSigns = "watch-signs"
    case notRegistered = "not-registered"
    case noCourse = "no-course"
    // The night card
    case rescueKeptAt = "rescue-kept-at"
    case rescueDoses = "rescue-doses"
    case rescueUnknown = "rescue-unknown"
    case nightNoContacts = "night-no-contacts"
    case nightMeasure = "night-measure"
    case nightExamine = "night-examine"
    case nightFeverFree = "night-fever-free"
    case nightFeverMasked = "night-fever-masked"
    case nightInfection = "night-infection"
}

extension Contradiction.Kind {
    /// The sentence that says it.
    public var phrase: PhraseID {
        switch self {
        case .tooEarly: .doseTooEarly
        case .unexpected: .doseUnexpected
        case .whileHeld: .doseWhileHeld
        case .whileInfected: .doseWhileInfected
        case .weightMissing: .doseWeightMissing
        case .weightOld: .doseWeightOld
        case .beforeStart: .doseBeforeStart
        }
    }
}
