/// The engine of one network, which is that of shared twins compared by a distance.
public typealias Engine = SiameseEngine
