package harbour

// Buoy marks the way to the berths.
type Buoy struct {
	ID     int64
	Status string
}
