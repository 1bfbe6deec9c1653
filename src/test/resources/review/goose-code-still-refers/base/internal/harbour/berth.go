package harbour

// Berth lies at a quay; its status was never used.
type Berth struct {
	ID       int64
	MaxDraft float64 `db:"max_draft"`
}

const deep = `
SELECT id, max_draft
FROM berths
WHERE max_draft > $1
`
