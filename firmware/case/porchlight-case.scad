// A case for the board and its sensors: front, back and hood, printed without supports, held together by four screws.
// All lengths are millimetres. Print "sensors" first: it is the front around the sensors, to try yours in it.
//   openscad -D 'part="front"' -o front.stl porchlight-case.scad      (then "back" and "hood")

part = "all";  // front | back | hood | sensors | closed | clash | all

// What the parts measure.
sr04_eye = 16;            // HC-SR04: each transducer's diameter,
sr04_apart = 26;          //   from centre to centre,
sr04_deep = 12;           //   and how far it stands out of its board; measure yours
sr04_board = [45, 20];    //   HC-SR04 data sheet: 45 x 20 x 15
sr04_half_angle = 15;     //   HC-SR04 data sheet: 15 degrees, taken as to each side
pir_dome = 23;            // HC-SR501 data sheet: the lens,
pir_screws = 28;          //   its screw holes (M2) from centre to centre,
pir_board = [32, 24];     //   and its board
pir_foot = 3;             // the lens's own foot, behind the wall; measure yours
uno_board = [53.4, 68.6]; // Arduino Uno R3, with the USB socket down
uno_holes = [[13.97, 2.54], [15.24, 50.8], [66.04, 7.62], [66.04, 35.56]];  // from the corner beside the USB socket
usb_above_board = 5.5;    // the middle of the USB-B socket
cable = 4.5;              // the USB cable's diameter: the gland pinches it, so measure yours

// What you may change.
wall = 2.4;
plug_room = 45;           // below the Uno, for a straight USB-B plug
depth = 38;               // inside: the Uno, its jumper wires and the sensors' backs
hood_reach = 25;
post = 5;                 // the Uno stands off by this
slack = 0.3;              // between parts that fit into each other
hole_slack = 0.5;         // added to each sensor's hole

inner = [62, 170];
outer = [inner[0] + 2 * wall, inner[1] + 2 * wall];
middle = inner[0] / 2;
sr04_y = plug_room + uno_board[1] + 4 + sr04_board[1] / 2;
pir_y = sr04_y + sr04_board[1] / 2 + 4 + pir_board[1] / 2;
cable_z = post + 1.6 + usb_above_board;       // above the inside of the back
tab = [6, 10, 12];
tabs_y = [22, inner[1] - 8];
m3_through = 3.4;
m3_thread = 2.6;
m2_thread = 1.6;
root = 1;                 // what stands on a wall begins inside it, to be one piece with it
$fn = 64;

assert(pir_y + pir_board[1] / 2 <= inner[1] - 2, "the sensors do not fit above the Uno");
assert(inner[1] + wall - sr04_y >= sr04_eye / 2 + (hood_reach + wall) * tan(sr04_half_angle),
       "the hood reaches into the rangefinder's cone");

// Everything stands in the coordinates of the inside: x across, y up, z away from the plate it is printed on.
module box(size, r = 3) {
  hull() for (x = [r, size[0] - r], y = [r, size[1] - r]) translate([x, y, 0]) cylinder(r = r, h = size[2]);
}

module side_screws(diameter, ys) {
  for (y = ys) translate([-20, y, 0]) rotate([0, 90, 0]) cylinder(d = diameter, h = inner[0] + 40);
}

// Print with its face down.
module front() {
  difference() {
    translate([-wall, -wall, 0]) box([outer[0], outer[1], wall + depth]);
    translate([0, 0, wall]) box([inner[0], inner[1], depth + 1], 1);
    sensor_holes();
    translate([0, 0, wall + depth - tab[2] / 2]) side_screws(m3_through, tabs_y);
    // The lower half of the gland, open towards the back.
    translate([middle, 0, wall + depth - cable_z]) {
      rotate([90, 0, 0]) translate([0, 0, -1]) cylinder(d = cable, h = wall + 2);
      translate([-cable / 2, -wall - 1, 0]) cube([cable, wall + 2, cable_z + 1]);
    }
    // What condenses runs out.
    for (x = [6, inner[0] - 6]) translate([x, 1, wall + 5]) rotate([90, 0, 0]) cylinder(d = 3, h = wall + 2);
  }
  sensor_posts();
}

module sensor_holes() {
  for (side = [-1, 1]) translate([middle + side * sr04_apart / 2, sr04_y, -1])
    cylinder(d = sr04_eye + hole_slack, h = wall + 2);
  translate([middle, pir_y, -1]) cylinder(d = pir_dome + hole_slack, h = wall + 2);
}

// The HC-SR04 lies on four corners, its eyes flush with the face; the HC-SR501 is screwed to two posts.
module sensor_posts() {
  rest = sr04_deep - wall;
  for (x = [-1, 1], y = [-1, 1])
    translate([middle + x * (sr04_board[0] / 2 + slack), sr04_y + y * (sr04_board[1] / 2 + slack), wall])
      difference() {
        translate([-2.5, -1.9, -root]) cube([5, 3.8, root + rest + 3]);
        translate([x > 0 ? -4 : 0, y > 0 ? -4 : 0, rest]) cube([4, 4, 4]);
      }
  for (x = [-1, 1]) translate([middle + x * pir_screws / 2, pir_y, wall]) difference() {
    translate([0, 0, -root]) cylinder(d = 4.4, h = root + pir_foot);
    cylinder(d = m2_thread, h = pir_foot + 1);
  }
}

// Print with its outside down.
module back() {
  difference() {
    union() {
      translate([-wall, -wall, 0]) box([outer[0], outer[1], wall]);
      translate([0, 0, wall]) inside_of_back();
    }
    // Two screws of 4 mm hold it to the wall; their heads are sunk.
    for (y = [27, 140]) translate([middle, y, 0]) {
      translate([0, 0, -1]) cylinder(d = 4.5, h = wall + 2);
      translate([0, 0, wall - 2]) cylinder(d1 = 4.5, d2 = 9.2, h = 2.1);
    }
    translate([0, 0, wall + tab[2] / 2]) side_screws(m3_thread, tabs_y);
  }
}

module inside_of_back() {
  rim();
  for (hole = uno_holes)
    translate([middle + uno_board[0] / 2 - hole[1], plug_room + hole[0], 0]) difference() {
      translate([0, 0, -root]) cylinder(d = 6, h = root + post);
      cylinder(d = m3_thread, h = post + 1);
    }
  for (y = tabs_y, x = [slack, inner[0] - slack - tab[0]])
    translate([x, y - tab[1] / 2, -root]) cube(tab + [0, 0, root]);
  // The upper half of the gland.
  difference() {
    translate([middle - cable / 2 + slack, -wall, -root]) cube([cable - 2 * slack, wall, root + cable_z]);
    translate([middle, 1, cable_z]) rotate([90, 0, 0]) cylinder(d = cable, h = wall + 2);
  }
  // A cable tie goes through this and round the cable.
  translate([middle - 5, 7, 0]) difference() {
    translate([0, 0, -root]) cube([10, 6, root + cable_z - cable / 2]);
    translate([-1, 1, 3]) cube([12, 4, 2]);
  }
}

// Keeps driving rain from the joint.
module rim() {
  difference() {
    translate([slack, slack, -root]) box([inner[0] - 2 * slack, inner[1] - 2 * slack, root + 4], 1);
    translate([slack + 1.6, slack + 1.6, 0]) box([inner[0] - 2 * slack - 3.2, inner[1] - 2 * slack - 3.2, 6], 1);
  }
}

// Print with its roof down. The two upper screws hold it.
module hood() {
  long = 2 * wall + depth + hood_reach;
  skirt = wall + inner[1] - tabs_y[1] + 5;
  side = wall + slack;
  difference() {
    union() {
      translate([-wall - side, 0, 0]) cube([outer[0] + 2 * side, long, wall]);
      for (x = [-wall - side, inner[0] + wall + slack]) translate([x, 0, wall]) cube([wall, 2 * wall + depth, skirt]);
      translate([-wall - side, long - wall, wall]) cube([outer[0] + 2 * side, wall, 2]);  // so that it drips there
    }
    translate([0, wall + tab[2] / 2, wall + wall + inner[1] - tabs_y[1]]) rotate([0, 90, 0]) translate([0, 0, -20])
      cylinder(d = m3_through, h = inner[0] + 40);
  }
}

// As it hangs on the wall, in the coordinates of the back.
module front_in_place() { translate([inner[0], 0, 2 * wall + depth]) rotate([0, 180, 0]) front(); }
module hood_in_place() { translate([0, inner[1] + 2 * wall, 0]) rotate([90, 0, 0]) hood(); }

module closed() {
  color("gainsboro") front_in_place();
  color("gray") back();
  color("silver") hood_in_place();
}

// Empty, if the parts fit into each other.
module clash() {
  intersection() {
    front_in_place();
    back();
  }
  intersection() {
    hood_in_place();
    union() {
      front_in_place();
      back();
    }
  }
}

if (part == "front") front();
if (part == "back") back();
if (part == "hood") hood();
if (part == "sensors") intersection() {
  front();
  translate([1, plug_room + uno_board[1] + 1, 0]) cube([inner[0] - 2, inner[1] - plug_room - uno_board[1] - 2, 20]);
}
if (part == "closed") closed();
if (part == "clash") clash();
if (part == "all") {
  front();
  translate([outer[0] + 10, 0, 0]) back();
  translate([2 * outer[0] + 25, 0, 0]) hood();
}
