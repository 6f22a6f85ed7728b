/// A score: items that each give points, and categories of their sum.
///
/// Every item is a table proven to give points for every value, and so is the reading of the sum.
public struct PointScore: Sendable {
    public let id: String
    public let title: String
    /// Each with rows that give points.
    public let items: [DecisionTable]
    /// One question, the sum; rows that give categories.
    public let categories: DecisionTable

    public struct Answer: Sendable {
        /// Each item's answer, in the order of ``PointScore/items``.
        public let items: [TableAnswer]
        /// Sums still possible, ascending.
        public let totals: [Int]
        /// Rows of ``PointScore/categories`` still possible.
        public let categories: [Int]
        /// Items that would narrow the answer, the one that narrows most first.
        public let ask: [Int]

        public var points: Int? { totals.count == 1 ? totals[0] : nil }
    }

    /// - Parameter findings: One for each item.
    public func answer(_ findings: [Findings]) -> Answer {
        let answers = zip(items, findings).map { $0.answer($1) }
        let points = zip(items, answers).map { item, answer in
            Set(answer.rows.compactMap { item.rows[$0].outcome.points }).sorted()
        }
        let totals = sums(points)
        return Answer(
            items: answers, totals: totals, categories: categories(of: totals), ask: questions(points, totals: totals))
    }

    private func sums(_ points: [[Int]]) -> [Int] {
        var totals: Set<Int> = [0]
        for item in points {
            var next: Set<Int> = []
            for total in totals { for point in item { next.insert(total + point) } }
            totals = next
        }
        return totals.sorted()
    }

    private func categories(of totals: [Int]) -> [Int] {
        Set(totals.flatMap { categories.possibleRows([$0]) }).sorted()
    }

    /// Fewest categories left on average over the points an item may give, then fewest sums, then the order.
    private func questions(_ points: [[Int]], totals: [Int]) -> [Int] {
        struct Worth {
            let item: Int
            let categories: Int
            let totals: Int
        }
        let open = points.indices.filter { points[$0].count > 1 }
        let worth = open.map { item in
            var categories = 0
            var sums = 0
            for point in points[item] {
                var tried = points
                tried[item] = [point]
                let left = self.sums(tried)
                categories += self.categories(of: left).count
                sums += left.count
            }
            let ways = points[item].count
            return Worth(item: item, categories: categories * 1000 / ways, totals: sums * 1000 / ways)
        }
        return worth.sorted { ($0.categories, $0.totals, $0.item) < ($1.categories, $1.totals, $1.item) }.map(\.item)
    }
}
