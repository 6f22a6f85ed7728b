extension Board {
    /// The board of somebody who may not see every patient.
    public func only(_ admits: (String) -> Bool) -> Board {
        Board(now: now, rows: rows.filter { admits($0.id) })
    }
}
