import { Lattica } from "./lattica/lattica";
import { serve } from "./sdk";

serve(new Lattica());
