package resttest

import "strconv"

// MaxUsers keeps an index within the part of an id that holds it, and mistakes cheap.
const MaxUsers = 10_000_000

// Mix is a good hash (splitmix64) of a seed, an index, and what of it is asked for: what everything about a record follows
// from, so that a million of them cost no memory.
func Mix(seed uint64, i int, salt uint64) uint64 {
	z := seed*0x9e3779b97f4a7c15 + uint64(i)*0xbf58476d1ce4e5b9 + salt*0x94d049bb133111eb + 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// GivenName is the name for a hash.
func GivenName(h uint64) string { return givenNames[h%uint64(len(givenNames))] }

// FamilyName is the name for a hash, independent of the given one's.
func FamilyName(h uint64) string { return familyNames[h>>32%uint64(len(familyNames))] }

// Title is what somebody works as.
func Title(h uint64) string { return titles[h%uint64(len(titles))] }

// Zone is a time zone.
func Zone(h uint64) string { return zones[h%uint64(len(zones))] }

// AppendEmail writes the address of user i: ASCII, and nobody else's.
func AppendEmail(b []byte, i int) []byte {
	b = append(b, "user"...)
	b = strconv.AppendInt(b, int64(i), 10)
	return append(b, "@example.com"...)
}

// Names as people have them; none of a person meant.
var (
	givenNames = [...]string{
		"Ada", "Amélie", "Anna", "Ayşe", "Björk", "Chiara", "Chloë", "Dmitri", "Esra", "Fatima", "François", "Giulia",
		"Hiroshi", "Ida", "Ignacio", "Ingrid", "Jürgen", "José", "Kateřina", "Lars", "Li", "Łukasz", "Maria", "Mehmet",
		"Mei", "Nguyễn", "Noah", "Olga", "Pedro", "Priya", "Quentin", "Rāma", "Sofía", "Søren", "Tomás", "Uma", "Valérie",
		"Wei", "Xavier", "Yuki", "Zoë", "محمد", "فاطمة", "太郎", "花子", "지우", "Олена", "Дмитро", "Ελένη",
	}
	familyNames = [...]string{
		"Andersson", "Bianchi", "Çelik", "Dubois", "Eriksen", "Fernández", "García", "Horváth", "Ivanova", "Jansen",
		"Kowalska", "Lindqvist", "Müller", "Nakamura", "O'Brien", "Østergård", "Papadopoulos", "Quist", "Rossi", "Schröder",
		"Şahin", "Tanaka", "Ueda", "Václavík", "Weiß", "Xu", "Yılmaz", "Zieliński", "الأحمد", "山田", "김", "Шевченко",
		"Παππάς",
	}
	titles = [...]string{
		"Engineer", "Senior Engineer", "Product Manager", "Account Executive", "People Partner", "Designer", "Analyst",
		"Ingénieur·e", "Vertriebsleiter:in", "Chief of Staff", "Support Specialist", "部長",
	}
	zones = [...]string{
		"America/Los_Angeles", "America/New_York", "Europe/Berlin", "Europe/Paris", "Asia/Tokyo", "Asia/Kolkata",
		"America/Sao_Paulo", "Australia/Sydney",
	}
)
